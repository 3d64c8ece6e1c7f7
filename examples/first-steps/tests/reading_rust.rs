//! The proofs of the page "Reading Rust".

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::pending;
use std::num::ParseIntError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::task::{Context, Waker};
use std::thread;

/// What happened, in order.
type Log = Rc<RefCell<Vec<String>>>;

/// Notes in the log when it is dropped.
struct Mooring(&'static str, Log);

impl Drop for Mooring {
    fn drop(&mut self) {
        let line = format!("{} casts off", self.0);
        self.1.borrow_mut().push(line);
    }
}

fn note(log: &Log, line: &str) {
    log.borrow_mut().push(line.to_string());
}

// Move

#[test]
fn a_moved_list_stays_where_it_was() {
    fn address(board: Vec<&str>) -> *const &str {
        board.as_ptr()
    }

    let board = vec!["Aurora", "Borealis"];
    let before = board.as_ptr();
    assert_eq!(before, address(board));
}

#[test]
fn clones_go_separate_ways() {
    let quay = vec!["Aurora"];
    let mut office = quay.clone();
    office.push("closed");
    assert_eq!(quay, ["Aurora"]);
    assert_eq!(office, ["Aurora", "closed"]);
}

#[test]
fn numbers_and_shared_references_are_copied() {
    fn take<T>(_: T) {}

    let (level, flood, name) = (2, true, &String::from("Aurora"));
    take(level);
    take(flood);
    take(name);
    assert_eq!((level, flood, name.as_str()), (2, true, "Aurora"));
}

// Borrow

#[test]
fn a_borrow_ends_at_its_last_use() {
    let mut berths = vec!["Aurora"];
    let first = &berths[0];
    assert_eq!(*first, "Aurora");
    berths.push("Borealis");
    assert_eq!(berths.len(), 2);
}

// Option

#[test]
fn an_empty_queue_gives_none() {
    let mut waiting = VecDeque::from(["Aurora"]);
    assert_eq!(waiting.pop_front(), Some("Aurora"));
    assert_eq!(waiting.pop_front(), None);
}

// Result

#[test]
fn a_question_mark_returns_the_error() {
    fn depth(signal: &str, log: &Log) -> Result<i32, ParseIntError> {
        let depth: i32 = signal.parse()?;
        note(log, "after the question mark");
        Ok(depth)
    }

    let log = Log::default();
    assert_eq!(depth("fog", &log), "fog".parse::<i32>());
    assert!(log.borrow().is_empty());

    assert_eq!(depth("12", &log), Ok(12));
    assert_eq!(*log.borrow(), ["after the question mark"]);
}

#[test]
fn expect_panics_with_its_reason() {
    let no_berth = || VecDeque::<u32>::new().pop_front();
    let panic = catch_unwind(|| no_berth().expect("a berth is free"))
        .expect_err("None has no value");
    let reason = panic.downcast_ref::<String>();
    assert_eq!(reason.map(String::as_str), Some("a berth is free"));
}

// Trait

trait Signal {
    fn signal(&self) -> String;
}

struct Ferry;

impl Signal for Ferry {
    fn signal(&self) -> String {
        "one long blast".to_string()
    }
}

impl Signal for u32 {
    fn signal(&self) -> String {
        format!("{self} flashes")
    }
}

#[test]
fn a_trait_reaches_types_from_elsewhere() {
    assert_eq!(4_u32.signal(), "4 flashes");
}

#[test]
fn one_list_holds_two_types_behind_dyn() {
    let senders: [Box<dyn Signal>; 2] = [Box::new(Ferry), Box::new(4)];
    let heard = senders.map(|sender| sender.signal());
    assert_eq!(heard, ["one long blast", "4 flashes"]);
}

// Closure

#[test]
fn a_move_closure_keeps_the_value_it_was_made_with() {
    let mut ferry = "Aurora";
    let order = move || ferry;
    assert_eq!(ferry, "Aurora");
    ferry = "Borealis";
    assert_eq!((order(), ferry), ("Aurora", "Borealis"));
}

#[test]
fn a_closure_called_once_gives_away_what_it_holds() {
    fn once<T>(closure: impl FnOnce() -> T) -> T {
        closure()
    }

    let board = vec!["Aurora"];
    let before = board.as_ptr();
    let given = once(move || board);
    assert_eq!(given.as_ptr(), before);
}

// Rc and Arc

#[test]
fn cloning_an_rc_adds_an_owner() {
    let tide = Rc::new(Cell::new(2));
    assert_eq!(Rc::strong_count(&tide), 1);
    let aurora = Rc::clone(&tide);
    assert_eq!(Rc::strong_count(&tide), 2);
    assert!(Rc::ptr_eq(&tide, &aurora));
    tide.set(5);
    assert_eq!(aurora.get(), 5);
}

#[test]
fn the_last_owner_takes_the_value_along() {
    let log = Log::default();
    let master = Rc::new(Mooring("Aurora", Rc::clone(&log)));
    let pilot = Rc::clone(&master);
    drop(master);
    note(&log, "the pilot still holds her");
    drop(pilot);
    assert_eq!(
        *log.borrow(),
        ["the pilot still holds her", "Aurora casts off"]
    );
}

#[test]
fn two_rcs_that_own_each_other_stay() {
    struct Pilot {
        relief: RefCell<Option<Rc<Pilot>>>,
    }

    fn pilot() -> Rc<Pilot> {
        Rc::new(Pilot {
            relief: RefCell::new(None),
        })
    }

    let (ada, grace) = (pilot(), pilot());
    let seen: Weak<Pilot> = Rc::downgrade(&ada);
    ada.relief.replace(Some(Rc::clone(&grace)));
    grace.relief.replace(Some(Rc::clone(&ada)));
    drop((ada, grace));
    assert!(seen.upgrade().is_some());
}

#[test]
fn threads_share_an_arc() {
    let tide = Arc::new(5);
    let pilot = thread::spawn({
        let tide = Arc::clone(&tide);
        move || *tide
    });
    assert_eq!(pilot.join().expect("the pilot reads the tide"), *tide);
}

// Drop

#[test]
fn names_end_in_reverse_order() {
    let log = Log::default();
    {
        let _aurora = Mooring("Aurora", Rc::clone(&log));
        let _borealis = Mooring("Borealis", Rc::clone(&log));
        note(&log, "high tide");
    }
    assert_eq!(
        *log.borrow(),
        ["high tide", "Borealis casts off", "Aurora casts off"]
    );
}

#[test]
fn an_underscore_alone_drops_at_once() {
    let log = Log::default();
    {
        let _kept = Mooring("Aurora", Rc::clone(&log));
        let _ = Mooring("Borealis", Rc::clone(&log));
        note(&log, "high tide");
    }
    assert_eq!(
        *log.borrow(),
        ["Borealis casts off", "high tide", "Aurora casts off"]
    );
}

#[test]
fn a_moved_value_ends_with_its_new_owner() {
    let log = Log::default();
    {
        let aurora = Mooring("Aurora", Rc::clone(&log));
        drop(aurora);
        note(&log, "the block goes on");
    }
    assert_eq!(
        *log.borrow(),
        ["Aurora casts off", "the block goes on"]
    );
}

#[test]
fn a_panic_drops_what_its_blocks_hold() {
    let log = Log::default();
    let panic = catch_unwind(AssertUnwindSafe(|| {
        let _aurora = Mooring("Aurora", Rc::clone(&log));
        panic!("the chart is wrong");
    }));
    assert!(panic.is_err());
    assert_eq!(*log.borrow(), ["Aurora casts off"]);
}

#[test]
fn a_dropped_future_drops_what_it_holds() {
    let log = Log::default();
    let stay = async {
        let _aurora = Mooring("Aurora", Rc::clone(&log));
        pending::<()>().await;
        note(&log, "after the await");
    };
    {
        let mut stay = pin!(stay);
        let mut context = Context::from_waker(Waker::noop());
        assert!(stay.as_mut().poll(&mut context).is_pending());
        assert!(log.borrow().is_empty());
    }
    assert_eq!(*log.borrow(), ["Aurora casts off"]);
}

// Types

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "attempt to add with overflow")]
fn a_sum_that_is_too_large_panics_in_a_debug_build() {
    let depth: u8 = std::hint::black_box(250);
    std::hint::black_box(depth + 10);
}

// Lifetimes

#[test]
fn an_owned_value_is_static_and_can_be_dropped_early() {
    fn keep<T: 'static>(kept: T) -> T {
        kept
    }

    let log = Log::default();
    let mooring = keep(Mooring("Aurora", log.clone()));
    drop(mooring);
    assert_eq!(*log.borrow(), ["Aurora casts off"]);
}

// Cell

#[test]
fn a_second_writer_of_a_ref_cell_panics() {
    let tide = RefCell::new(5);
    let first = tide.borrow_mut();
    let second = catch_unwind(AssertUnwindSafe(|| {
        *tide.borrow_mut() = 6;
    }));
    assert!(second.is_err());
    drop(first);
    *tide.borrow_mut() = 6;
    assert_eq!(tide.into_inner(), 6);
}
