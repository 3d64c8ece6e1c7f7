//! tokio with its one-thread runtime, as `#[tokio::main]` runs it: main is polled beside the queue.

use std::io;

use ::tokio::io::{AsyncReadExt, AsyncWriteExt};
use ::tokio::net::{TcpListener, TcpStream};
use ::tokio::runtime::Builder;
use ::tokio::task::{JoinHandle, spawn, yield_now};
use ::tokio::time::sleep;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;

use super::answer_http;

workloads!(tasks, timers, sockets, http);
readiness!();

pub fn run<F: Future>(main: F) -> F::Output {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(main)
}

fn detach<T>(_: JoinHandle<T>) {}

fn socket(socket: std::net::TcpStream) -> io::Result<TcpStream> {
    socket.set_nonblocking(true)?;
    TcpStream::from_std(socket)
}

async fn read(socket: &mut TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
    socket.read(buffer).await
}

async fn write(socket: &mut TcpStream, bytes: &[u8]) -> io::Result<usize> {
    socket.write(bytes).await
}

async fn serve(listener: std::net::TcpListener) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    loop {
        let (socket, _) = listener.accept().await?;
        socket.set_nodelay(true)?;
        let service = service_fn(answer_http);
        spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), service));
    }
}
