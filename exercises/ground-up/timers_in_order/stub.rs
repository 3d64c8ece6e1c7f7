use std::collections::BTreeMap;

#[derive(Default)]
pub struct Timers {
    timers: BTreeMap<u64, &'static str>,
}

impl Timers {
    pub fn add(&mut self, at: u64, name: &'static str) {
        self.timers.insert(at, name);
    }

    pub fn due(&mut self, now: u64) -> Vec<&'static str> {
        let later = self.timers.split_off(&(now + 1));
        let due = std::mem::replace(&mut self.timers, later);
        due.into_values().collect()
    }
}
