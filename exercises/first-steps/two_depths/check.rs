use exam::{Verdict, expect};

use super::answer::deeper;

pub fn check() -> Verdict {
    let greater = deeper("7", "9");
    expect!(
        greater == Ok(9),
        "`deeper(\"7\", \"9\")` is {greater:?}, and 9 is the greater one."
    );
    let wrong = deeper("seven", "9");
    expect!(
        wrong.is_err(),
        "`deeper(\"seven\", \"9\")` is {wrong:?}. \
         The first text is no number, so the answer has to be its error."
    );
    let error = deeper("seven", "").map_err(|e| e.to_string());
    expect!(
        error == Err("invalid digit found in string".to_owned()),
        "Both texts are wrong, and the error is that of the second: {:?}. \
         Return that of the first.",
        error.unwrap_err()
    );
    Ok(())
}
