//! What the page A loop that only sleeps says of tokio and `std`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::{Instant, sleep};

fn paused() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("the system can make one more event loop")
}

#[test]
fn heap_of_numbered_deadlines_keeps_the_order_of_filing() {
    let mut heap: BinaryHeap<_> =
        (0..7).map(|number| Reverse((1, number))).collect();
    let mut order = Vec::new();
    while let Some(Reverse((_, number))) = heap.pop() {
        order.push(number);
    }
    assert_eq!(order, [0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn map_replaces_what_lies_under_an_equal_key() {
    let mut sleepers = BTreeMap::new();
    assert_eq!(sleepers.insert(10, "Gull"), None);
    assert_eq!(sleepers.insert(10, "Heron"), Some("Gull"));
    assert_eq!(sleepers.into_values().collect::<Vec<_>>(), ["Heron"]);
}

#[test]
fn tokio_rounds_a_sleep_up_to_the_millisecond() {
    paused().block_on(async {
        let start = Instant::now();
        sleep(Duration::from_micros(1)).await;
        assert_eq!(start.elapsed(), Duration::from_millis(1));
    });
}

#[test]
fn within_a_millisecond_tokio_wakes_in_the_order_set() {
    let log = Arc::new(Mutex::new(Vec::new()));
    paused().block_on(async {
        let sleeper = |micros| {
            let log = log.clone();
            tokio::spawn(async move {
                sleep(Duration::from_micros(micros)).await;
                log.lock().expect("no holder panics").push(micros);
            })
        };
        for task in [sleeper(900), sleeper(100)] {
            task.await.expect("a sleeper does not panic");
        }
    });
    assert_eq!(*log.lock().expect("no holder panics"), [900, 100]);
}
