//! A suspended function is an enum that can be resumed.
//!
//! Each variant is a place where the function can stand still, and
//! holds what the function still needs there. `resume` goes on to the
//! next place and says until when it waits.
//!
//! Mirrors a Python generator that is driven with `send`.

use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

// ANCHOR: states
/// A ferry that rings its bell each second, and casts off.
pub enum Ferry {
    /// Has not begun.
    Moored(&'static str, Duration, u32),
    /// Waits for the next bell.
    Ringing(&'static str, u32),
    /// Has ended.
    Gone,
}
// ANCHOR_END: states

// ANCHOR: resume
impl Ferry {
    /// Goes on at the time `now`. `Some` is when to resume it again.
    ///
    /// # Panics
    ///
    /// If it has ended.
    pub fn resume(&mut self, now: Duration) -> Option<Duration> {
        let time = now.as_secs_f64();
        match *self {
            Ferry::Moored(name, delay, bells) => {
                *self = Ferry::Ringing(name, bells);
                Some(now + delay)
            }
            Ferry::Ringing(name, left @ 1..) => {
                println!("{time:.1} s  {name}: {left} to go");
                *self = Ferry::Ringing(name, left - 1);
                Some(now + SECOND)
            }
            Ferry::Ringing(name, 0) => {
                println!("{time:.1} s  {name}: casts off");
                *self = Ferry::Gone;
                None
            }
            Ferry::Gone => panic!("a ferry resumed after its end"),
        }
    }
}
// ANCHOR_END: resume
