use std::collections::BTreeMap;

#[derive(Default)]
pub struct Timers {
    timers: BTreeMap<(u64, u64), &'static str>,
    count: u64,
}

impl Timers {
    pub fn add(&mut self, at: u64, name: &'static str) {
        self.count += 1;
        self.timers.insert((at, self.count), name);
    }

    pub fn due(&mut self, now: u64) -> Vec<&'static str> {
        let later = self.timers.split_off(&(now + 1, 0));
        let due = std::mem::replace(&mut self.timers, later);
        due.into_values().rev().collect()
    }
}
