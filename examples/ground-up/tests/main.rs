//! The proofs of the chapter, in one program: each file is a module.

mod abort;
mod benchmark;
mod block_on;
mod epoll;
mod generators_as_tasks;
mod non_blocking_sockets;
mod pinning;
mod process_pools;
mod rough_clients;
mod select;
mod socket_server;
mod tasks_and_the_ready_queue;
mod thread_per_client;
mod thread_pool;
mod threads_and_the_gil;
mod timeouts;
mod trap_service;
mod up_or_down;
mod virtual_clock;
mod waiting_for_a_pool;
mod waking_the_loop;
mod when_accept_fails;
mod why_futures_need_a_waker;
