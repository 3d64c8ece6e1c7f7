//! The loop of the book.

use std::future::poll_fn;
use std::io;
use std::net::{TcpListener, TcpStream};

use ::toy::{Async, Executor, JoinHandle, sleep, spawn, yield_now};
use hyper::service::service_fn;

use super::answer_http;

workloads!(tasks, timers, sockets, http);
readiness!();

fn run<F: Future>(main: F) -> F::Output {
    Executor::new().run(main)
}

fn detach<T>(_: JoinHandle<T>) {}

fn socket(socket: TcpStream) -> io::Result<Async<TcpStream>> {
    Async::new(socket)
}

async fn read(socket: &mut Async<TcpStream>, buffer: &mut [u8]) -> io::Result<usize> {
    poll_fn(|cx| socket.poll_read(cx, buffer)).await
}

async fn write(socket: &mut Async<TcpStream>, bytes: &[u8]) -> io::Result<usize> {
    poll_fn(|cx| socket.poll_write(cx, bytes)).await
}

async fn serve(listener: TcpListener) -> io::Result<()> {
    real_traffic::serve(Async::new(listener)?, service_fn(answer_http)).await;
    Ok(())
}
