use exam::{Verdict, expect, run};

use super::answer::Spectrograph;

pub fn check() -> Verdict {
    let spectrograph = Spectrograph::default();
    let (north, south) = run(async {
        tokio::join!(
            spectrograph.measure("Mira"),
            spectrograph.measure("Algol")
        )
    })?;
    expect!(
        north == "Mira",
        "North points the slit at Mira, and reads {north}: \
         South has turned the slit during its await."
    );
    expect!(
        south == "Algol",
        "South points at Algol, and reads {south}."
    );
    Ok(())
}
