use std::cell::Cell;

// ANCHOR: listing
/// Set back by an hour when one second has passed.
#[derive(Default)]
struct HarbourClock(Cell<f64>);

impl HarbourClock {
    fn monotonic(&self) -> f64 {
        self.0.get()
    }

    fn wall(&self) -> f64 {
        let passed = self.0.get();
        if passed >= 1.0 {
            passed - 3600.0
        } else {
            passed
        }
    }

    fn sleep(&self, seconds: f64) {
        self.0.update(|passed| passed + seconds);
    }
}

fn lighthouse(now: fn(&HarbourClock) -> f64) {
    let clock = HarbourClock::default();
    let mut until = now(&clock);
    for flash in [1, 2, 3] {
        until += 1.0;
        clock.sleep((until - now(&clock)).max(0.0));
        println!(
            "flash {flash}, {:.1} s have passed",
            clock.monotonic()
        );
    }
}

fn main() {
    lighthouse(HarbourClock::wall);
    lighthouse(HarbourClock::monotonic);
}
// ANCHOR_END: listing
