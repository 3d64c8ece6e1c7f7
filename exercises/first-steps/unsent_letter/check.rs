use exam::{Verdict, expect, run, said};

use super::answer::morning;

pub fn check() -> Verdict {
    let (count, posted) =
        run(async { (morning().await, said().len()) })?;
    expect!(
        posted == 3,
        "`morning` returns {count}, and by then {posted} of the 3 letters \
         are posted. A call of `post` only makes a coroutine: \
         await it before you count it."
    );
    expect!(
        count == 3,
        "`morning` returns {count}, and 3 letters are posted."
    );
    Ok(())
}
