//! The proofs of the chapter, in one program: each file is a module.

mod a_thread_each;
mod abort;
mod block_on;
mod generators_as_tasks;
mod hard_times;
mod how_fast;
mod many_tasks;
mod one_client;
mod pinning;
mod pools;
mod readiness;
mod requests_break;
mod rough_clients;
mod select;
mod socket_wrapper;
mod the_bell;
mod timeouts;
mod trap_service;
mod two_clients_that_measure;
mod up_or_down;
mod virtual_clock;
mod waiting_for_a_pool;
