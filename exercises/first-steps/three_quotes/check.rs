use exam::{Verdict, expect, run, when};

use super::answer::cheapest;

pub fn check() -> Verdict {
    let price = run(cheapest())?;
    let asked = when("Basel: is asked")?;
    expect!(
        asked == when("Mainz: is asked")?,
        "Basel is asked at {asked:.1} s, when Mainz has already answered. \
         Both must be asked at 0.0 s, so that the two waits overlap."
    );
    expect!(
        price == 20,
        "The answer is {price}, but Basel sells for 20: \
         wait for both shops, not for the first that answers."
    );
    Ok(())
}
