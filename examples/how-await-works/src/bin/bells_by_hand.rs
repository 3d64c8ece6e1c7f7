use std::time::Duration;

use how_await_works::stages::by_hand::Ferry;
use how_await_works::{now, sleep};

fn main() {
    let millis = Duration::from_millis;
    let mut ferries = vec![
        (now(), Ferry::Moored("Gull", millis(300), 3)),
        (now(), Ferry::Moored("Heron", millis(1500), 1)),
        (now(), Ferry::Moored("Tern", millis(700), 2)),
    ];
    let nearest = |ferries: &[(Duration, Ferry)]| {
        let places = 0..ferries.len();
        places.min_by_key(|&place| ferries[place].0)
    };
    while let Some(place) = nearest(&ferries) {
        let (until, mut ferry) = ferries.swap_remove(place);
        sleep(until.saturating_sub(now()));
        if let Some(until) = ferry.resume(now()) {
            ferries.push((until, ferry));
        }
    }
}
