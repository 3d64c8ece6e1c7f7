//! The proofs of the labs, in one program: each file is a module.

mod any_executor;
mod await_without_a_pause;
mod blocking_connect;
mod buffered_streams;
mod built_early;
mod cancel_now;
mod cleanup_in_a_task;
mod common;
mod cpu_work;
mod group_that_waits;
mod not_awaited;
mod not_send;
mod pin;
mod polled_again;
mod run_inside_run;
mod set_from_a_thread;
mod shared_work;
mod std_mutex;
mod swallowed_cancel;
mod task_timeout;
mod two_awaits;
mod wait_and_timeout;
mod written;
