//! The lab "I start the cleanup as a task".

use std::time::Duration;

use tokio::task;
use tokio::time::sleep;

use crate::common::{Log, one_thread};

/// Spawns its farewell when it is dropped.
struct Session(Log);

impl Drop for Session {
    fn drop(&mut self) {
        let log = self.0.clone();
        task::spawn(async move {
            sleep(Duration::from_secs(1)).await;
            log.add("farewell");
        });
    }
}

#[test]
fn task_that_a_destructor_spawns_runs_while_the_runtime_does() {
    let log = Log::default();
    one_thread().block_on(async {
        drop(Session(log.clone()));
        sleep(Duration::from_secs(2)).await;
    });
    assert_eq!(log.lines(), ["farewell"]);
}

#[test]
fn task_that_a_destructor_spawns_at_the_end_runs_no_line() {
    let log = Log::default();
    one_thread().block_on(async {
        let session = Session(log.clone());
        task::spawn(async move {
            let _session = session;
            sleep(Duration::from_secs(60)).await;
        });
        sleep(Duration::from_secs(1)).await;
    });
    assert_eq!(log.lines(), [""; 0]);
}

#[test]
#[should_panic = "there is no reactor running"]
fn destructor_that_spawns_outside_a_runtime_panics() {
    drop(Session(Log::default()));
}
