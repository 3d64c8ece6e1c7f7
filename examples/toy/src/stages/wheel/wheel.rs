//! A wheel of deadlines: no search, however many there are.

use std::task::Waker;
use std::time::Duration;

// ANCHOR: wheel
/// A time in nanoseconds is a number of sixteen digits to base 64. A
/// timer stands in the list of the highest digit in which its deadline
/// differs from the wheel's own time: of that digit's level, and of its
/// value there.
pub(super) struct Wheel {
    timers: Vec<Timer>,
    vacant: Vec<u32>,
    /// The first timer of each list; its lists are rings.
    lists: Vec<u32>,
    /// Of each level, a bit for each list that has timers.
    occupied: [u64; LEVELS],
    /// No deadline in it is earlier.
    time: u128,
    /// The first deadline, if it is known.
    first: Option<Duration>,
}

/// Belongs to a sleep, which gives it back when it is dropped.
struct Timer {
    deadline: Duration,
    /// None once it has fired: then it stands in no list.
    waker: Option<Waker>,
    before: u32,
    after: u32,
}

const LEVELS: usize = 16;
const DIGIT: usize = 6;
const LISTS: usize = 1 << DIGIT;
/// No timer.
const NONE: u32 = u32::MAX;
// ANCHOR_END: wheel

impl Default for Wheel {
    fn default() -> Wheel {
        Wheel {
            timers: Vec::new(),
            vacant: Vec::new(),
            lists: vec![NONE; LEVELS * LISTS],
            occupied: [0; LEVELS],
            time: 0,
            first: None,
        }
    }
}

impl Wheel {
    // ANCHOR: set
    /// Sets a timer, and says its number. `deadline` is not earlier
    /// than any that has been taken.
    pub(super) fn set(
        &mut self,
        deadline: Duration,
        waker: Waker,
    ) -> u32 {
        let timer = Timer {
            deadline,
            waker: Some(waker),
            before: NONE,
            after: NONE,
        };
        let number = match self.vacant.pop() {
            Some(number) => {
                self.timers[number as usize] = timer;
                number
            }
            None => {
                self.timers.push(timer);
                (self.timers.len() - 1).try_into().expect("fewer")
            }
        };
        self.first = self.first.map(|first| first.min(deadline));
        self.link(number);
        number
    }

    /// The level and the digit that a deadline stands for.
    #[inline]
    fn place(&self, deadline: Duration) -> (usize, usize) {
        let deadline = deadline.as_nanos();
        let differs = (deadline ^ self.time) | 1;
        let level = differs.ilog2() as usize / DIGIT;
        let digit = (deadline >> (level * DIGIT)) as usize % LISTS;
        (level, digit)
    }

    /// Puts a timer at the end of its list.
    fn link(&mut self, number: u32) {
        let deadline = self.timers[number as usize].deadline;
        let (level, digit) = self.place(deadline);
        let list = level * LISTS + digit;
        let first = self.lists[list];
        if first == NONE {
            self.lists[list] = number;
            self.occupied[level] |= 1 << digit;
            let timer = &mut self.timers[number as usize];
            (timer.before, timer.after) = (number, number);
            return;
        }
        let last = self.timers[first as usize].before;
        self.timers[last as usize].after = number;
        self.timers[first as usize].before = number;
        let timer = &mut self.timers[number as usize];
        (timer.before, timer.after) = (last, first);
    }
    // ANCHOR_END: set

    /// Takes a timer out of its list, which is where it was put: until
    /// the wheel's time comes to the list, the highest digit in which
    /// they differ stays the same.
    fn unlink(&mut self, number: u32) {
        let timer = &self.timers[number as usize];
        let (before, after) = (timer.before, timer.after);
        let (level, digit) = self.place(timer.deadline);
        if self.first == Some(timer.deadline) {
            self.first = None;
        }
        let list = level * LISTS + digit;
        if after == number {
            self.lists[list] = NONE;
            self.occupied[level] &= !(1 << digit);
            return;
        }
        self.timers[before as usize].after = after;
        self.timers[after as usize].before = before;
        if self.lists[list] == number {
            self.lists[list] = after;
        }
    }

    /// Gives a timer another waker, and returns the one before.
    pub(super) fn rewake(
        &mut self,
        number: u32,
        waker: Waker,
    ) -> Option<Waker> {
        self.timers[number as usize].waker.replace(waker)
    }

    /// None if it has fired.
    pub(super) fn deadline(&self, number: u32) -> Option<Duration> {
        let timer = &self.timers[number as usize];
        timer.waker.as_ref().map(|_| timer.deadline)
    }

    /// Takes a timer back. Its deadline and its waker, unless it has
    /// fired.
    pub(super) fn remove(
        &mut self,
        number: u32,
    ) -> Option<(Duration, Waker)> {
        self.vacant.push(number);
        let timer = &mut self.timers[number as usize];
        let waker = timer.waker.take()?;
        let deadline = timer.deadline;
        self.unlink(number);
        Some((deadline, waker))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.occupied == [0; LEVELS]
    }

    /// The level and digit of the list that has the first deadline.
    fn first_list(&self) -> Option<(usize, usize)> {
        let level = self.occupied.iter().position(|it| *it != 0)?;
        let digit = self.occupied[level].trailing_zeros();
        Some((level, digit as usize))
    }

    pub(super) fn first(&mut self) -> Option<Duration> {
        if self.first.is_none() {
            let (level, digit) = self.first_list()?;
            let start = self.lists[level * LISTS + digit];
            let mut number = start;
            let mut first = Duration::MAX;
            loop {
                let timer = &self.timers[number as usize];
                first = first.min(timer.deadline);
                number = timer.after;
                if number == start {
                    break;
                }
            }
            self.first = Some(first);
        }
        self.first
    }

    // ANCHOR: take_due
    /// Takes out the first timer whose deadline has come.
    pub(super) fn take_due(
        &mut self,
        now: Duration,
    ) -> Option<(Duration, Waker)> {
        loop {
            let (level, digit) = self.first_list()?;
            let number = self.lists[level * LISTS + digit];
            let timer = &mut self.timers[number as usize];
            let deadline = timer.deadline;
            if level == 0 || timer.after == number {
                if deadline > now {
                    return None;
                }
                let waker = timer.waker.take()?;
                self.unlink(number);
                self.time = deadline.as_nanos();
                return Some((deadline, waker));
            }
            let shift = level * DIGIT;
            let start = deadline.as_nanos() >> shift << shift;
            if start > now.as_nanos() {
                return None;
            }
            self.deal(level, digit, start);
        }
    }

    /// The wheel's time has come to a list: its timers go to the levels
    /// below, in their order.
    fn deal(&mut self, level: usize, digit: usize, start: u128) {
        self.time = start;
        self.occupied[level] &= !(1 << digit);
        let list = &mut self.lists[level * LISTS + digit];
        let first = std::mem::replace(list, NONE);
        let mut number = first;
        loop {
            let after = self.timers[number as usize].after;
            self.link(number);
            number = after;
            if number == first {
                break;
            }
        }
    }
    // ANCHOR_END: take_due
}
