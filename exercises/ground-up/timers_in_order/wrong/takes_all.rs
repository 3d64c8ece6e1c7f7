#[derive(Default)]
pub struct Timers {
    timers: Vec<(u64, &'static str)>,
}

impl Timers {
    pub fn add(&mut self, at: u64, name: &'static str) {
        self.timers.push((at, name));
        self.timers.sort_by_key(|(at, _)| *at);
    }

    pub fn due(&mut self, _now: u64) -> Vec<&'static str> {
        self.timers.drain(..).map(|(_, name)| name).collect()
    }
}
