use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use exam::{Verdict, Wrong, expect, run};
use tokio::time::sleep;

use super::answer::report;

type Measured = Result<i32, String>;

#[derive(Clone, Default)]
struct Flag(Arc<AtomicBool>);

impl Flag {
    fn set(&self) {
        self.0.store(true, Relaxed);
    }

    fn is_set(&self) -> bool {
        self.0.load(Relaxed)
    }
}

/// The file of a station, which is closed when the station is dropped.
struct File(Flag);

impl Drop for File {
    fn drop(&mut self) {
        self.0.set();
    }
}

/// What `report` returned within 4 s, and what the station had done.
struct Reported {
    said: String,
    is_closed: bool,
    had_measured: bool,
    has_measured: bool,
}

fn reported(needs: u64, result: Measured) -> Result<Reported, Wrong> {
    let (closed, measured) = (Flag::default(), Flag::default());
    let (file, done) = (File(closed.clone()), measured.clone());
    let station = async move {
        let _file = file;
        sleep(Duration::from_secs(needs)).await;
        done.set();
        result
    };
    run(async {
        let said = report(station, 4).await;
        let is_closed = closed.is_set();
        let had_measured = measured.is_set();
        sleep(Duration::from_secs(20)).await;
        let has_measured = measured.is_set();
        Reported {
            said,
            is_closed,
            had_measured,
            has_measured,
        }
    })
}

pub fn check() -> Verdict {
    let slow = reported(10, Ok(-4))?;
    expect!(
        !slow.had_measured,
        "The station needs 10 s and has 4 s, and `report` waits until it \
         has measured: cancel its task when the time is over."
    );
    expect!(
        !slow.has_measured,
        "The station needs 10 s and has 4 s, and it measures after `report` \
         has returned: a limit of the join ends only the waiting."
    );
    expect!(
        slow.is_closed,
        "The station is cancelled at 4 s, and `report` returns before its \
         task has ended: wait until its file is closed."
    );
    expect!(
        slow.said == "cancelled",
        "The station is cancelled, and `report` returns {:?}.",
        slow.said
    );
    let frozen = "the sensor is frozen".to_owned();
    let said = reported(1, Err(frozen.clone()))?.said;
    expect!(
        said == frozen,
        "The station fails with {frozen:?}, and `report` returns {said:?}."
    );
    let said = reported(1, Ok(-4))?.said;
    expect!(
        said == "-4 degrees",
        "The station measures -4, and `report` returns {said:?}."
    );
    Ok(())
}
