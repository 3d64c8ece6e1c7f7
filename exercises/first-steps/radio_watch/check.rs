use exam::{Verdict, expect, lines, now, run, when};

use super::answer::voyage;

pub fn check() -> Verdict {
    let (report, end) = run(async { (voyage().await, now()) })?;
    expect!(
        lines().iter().any(|line| line == "radio: on"),
        "The radio is never switched on: start it before the captain steers."
    );
    let (on, steers) = (when("radio: on")?, when("captain: steers")?);
    expect!(
        steers == 0.0,
        "The captain steers only when the radio has its report. \
         Start the radio, and do not wait for it before you steer."
    );
    expect!(
        on == 0.0,
        "The radio is switched on at {on:.1} s. \
         It has to listen while the captain steers, from 0.0 s on."
    );
    expect!(
        lines().iter().any(|line| line == "radio: has the report"),
        "The voyage ends at {end:.1} s, and the radio is still listening. \
         Wait for its report before you return."
    );
    expect!(
        report == "fog at noon",
        "The voyage returns {report:?}: return what the radio returned."
    );
    Ok(())
}
