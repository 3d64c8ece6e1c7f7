//! The proofs of the labs, in one program: each file is a module.

mod cancel_now;
mod common;
mod cpu_work;
mod not_awaited;
mod polled_again;
mod run_inside_run;
mod two_awaits;
mod wait_and_timeout;
