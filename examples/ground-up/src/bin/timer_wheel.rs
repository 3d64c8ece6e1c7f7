// ANCHOR: listing
use std::collections::BTreeMap;

const UNITS: [u32; 3] = [100, 10, 1];

#[derive(Default)]
struct Wheel {
    now: u32,
    lists: BTreeMap<(u32, u32), Vec<u32>>,
}

impl Wheel {
    fn put(&mut self, deadline: u32) {
        let now = self.now;
        let ahead = |unit: &u32| deadline / unit != now / unit;
        let unit = UNITS.into_iter().find(ahead).unwrap_or(1);
        let digit = deadline / unit % 10;
        self.lists.entry((unit, digit)).or_default().push(deadline);
        println!("{now}: {deadline} goes to the {unit}s, list {digit}");
    }
}

fn main() {
    let mut wheel = Wheel::default();
    for deadline in [140, 7, 27, 25] {
        wheel.put(deadline);
    }
    while let Some(((unit, _), deadlines)) = wheel.lists.pop_first() {
        wheel.now = deadlines[0] / unit * unit;
        for deadline in deadlines {
            if unit == 1 {
                println!("{}: {deadline} fires", wheel.now);
            } else {
                wheel.put(deadline);
            }
        }
    }
}
// ANCHOR_END: listing
