//! All timers of a loop, in lists by the digits of their deadlines.

use std::cell::Cell;
use std::mem;
use std::task::Waker;
use std::time::Duration;

// ANCHOR: wheel
/// A deadline in nanoseconds is a number of sixteen digits to base 64.
/// A timer is in the list of the highest digit in which its deadline
/// differs from the wheel's own time: each digit has 64 lists, one for
/// each value.
pub(super) struct Wheel {
    timers: Vec<Timer>,
    vacant: Vec<u32>,
    /// The first timer of each list. Each list is a ring.
    lists: Vec<u32>,
    /// For each digit, a bit for each list: is it not empty?
    occupied: [u64; DIGITS],
    /// No deadline in the wheel is earlier.
    time: u128,
    /// The earliest deadline, if it is known.
    first: Cell<Option<Duration>>,
}

/// A sleep owns it, and its drop gives it back to the wheel.
struct Timer {
    deadline: Duration,
    /// None once it has fired: then it is in no list.
    waker: Option<Waker>,
    before: u32,
    after: u32,
}

const DIGITS: usize = 16;
const BITS: usize = 6;
const VALUES: usize = 1 << BITS;
const EMPTY: u32 = u32::MAX;
// ANCHOR_END: wheel

impl Default for Wheel {
    fn default() -> Wheel {
        Wheel {
            timers: Vec::new(),
            vacant: Vec::new(),
            lists: vec![EMPTY; DIGITS * VALUES],
            occupied: [0; DIGITS],
            time: 0,
            first: Cell::new(None),
        }
    }
}

impl Wheel {
    // ANCHOR: list_of
    /// The list of a deadline. It stays the same while the timer is in
    /// the wheel, until the wheel's time comes to this list.
    #[inline]
    fn list_of(&self, deadline: Duration) -> usize {
        let deadline = deadline.as_nanos();
        let differs = (deadline ^ self.time) | 1;
        let digit = differs.ilog2() as usize / BITS;
        let value = (deadline >> (digit * BITS)) as usize % VALUES;
        digit * VALUES + value
    }

    /// The list that has the earliest deadline.
    #[inline]
    fn first_list(&self) -> Option<usize> {
        let digit = self.occupied.iter().position(|it| *it != 0)?;
        let value = self.occupied[digit].trailing_zeros() as usize;
        Some(digit * VALUES + value)
    }
    // ANCHOR_END: list_of

    // ANCHOR: take_due
    /// Takes out the first timer whose deadline has come.
    pub(super) fn take_due(
        &mut self,
        now: Duration,
    ) -> Option<(Duration, Waker)> {
        loop {
            let list = self.first_list()?;
            let number = self.lists[list];
            let timer = &mut self.timers[number as usize];
            let deadline = timer.deadline;
            let lower = list / VALUES * BITS;
            let start = deadline.as_nanos() >> lower << lower;
            if start > now.as_nanos() {
                return None;
            }
            if lower == 0 {
                let waker = timer.waker.take()?;
                self.unlink(number);
                self.time = start;
                return Some((deadline, waker));
            }
            self.time = start;
            self.deal(list);
        }
    }

    // ANCHOR_END: take_due

    // ANCHOR: deal
    /// Moves the timers of a list, to which the wheel's time has come,
    /// to lists of lower digits. They keep their order.
    fn deal(&mut self, list: usize) {
        let first = mem::replace(&mut self.lists[list], EMPTY);
        self.occupied[list / VALUES] &= !(1 << (list % VALUES));
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
    // ANCHOR_END: deal

    // ANCHOR: first
    /// The earliest deadline. It is searched for in one list, and not
    /// again until a timer with this deadline is gone.
    pub(super) fn first(&self) -> Option<Duration> {
        if self.first.get().is_none() {
            let first = self.lists[self.first_list()?];
            let mut earliest = Duration::MAX;
            let mut number = first;
            loop {
                let timer = &self.timers[number as usize];
                earliest = earliest.min(timer.deadline);
                number = timer.after;
                if number == first {
                    break;
                }
            }
            self.first.set(Some(earliest));
        }
        self.first.get()
    }
    // ANCHOR_END: first

    pub(super) fn is_empty(&self) -> bool {
        self.first_list().is_none()
    }

    // ANCHOR: set
    /// Sets a timer and returns its number. The deadline is not earlier
    /// than one that has come.
    pub(super) fn set(
        &mut self,
        deadline: Duration,
        waker: Waker,
    ) -> u32 {
        let number = self.vacant.pop().unwrap_or_else(|| {
            self.timers.push(Timer {
                deadline,
                waker: None,
                before: EMPTY,
                after: EMPTY,
            });
            (self.timers.len() - 1).try_into().expect("a u32")
        });
        let timer = &mut self.timers[number as usize];
        timer.deadline = deadline;
        timer.waker = Some(waker);
        let earlier = |first: Duration| first.min(deadline);
        self.first.update(|first| first.map(earlier));
        self.link(number);
        number
    }

    /// Takes a timer back, with its waker unless it has fired.
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
    // ANCHOR_END: set

    /// Gives a timer another waker, and returns the one before.
    pub(super) fn rewake(
        &mut self,
        number: u32,
        waker: Waker,
    ) -> Option<Waker> {
        self.timers[number as usize].waker.replace(waker)
    }

    /// None of a timer that has fired.
    pub(super) fn deadline(&self, number: u32) -> Option<Duration> {
        let timer = &self.timers[number as usize];
        timer.waker.as_ref().map(|_| timer.deadline)
    }

    // ANCHOR: link
    /// Puts a timer at the end of its list.
    fn link(&mut self, number: u32) {
        let list = self.list_of(self.timers[number as usize].deadline);
        self.occupied[list / VALUES] |= 1 << (list % VALUES);
        let (mut before, mut after) = (number, number);
        if self.lists[list] == EMPTY {
            self.lists[list] = number;
        } else {
            after = self.lists[list];
            before = self.timers[after as usize].before;
            self.timers[before as usize].after = number;
            self.timers[after as usize].before = number;
        }
        let timer = &mut self.timers[number as usize];
        (timer.before, timer.after) = (before, after);
    }

    fn unlink(&mut self, number: u32) {
        let Timer {
            deadline,
            before,
            after,
            ..
        } = self.timers[number as usize];
        let list = self.list_of(deadline);
        self.timers[before as usize].after = after;
        self.timers[after as usize].before = before;
        if after == number {
            self.lists[list] = EMPTY;
            self.occupied[list / VALUES] &= !(1 << (list % VALUES));
        } else if self.lists[list] == number {
            self.lists[list] = after;
        }
        if self.first.get() == Some(deadline) {
            self.first.set(None);
        }
    }
    // ANCHOR_END: link
}
