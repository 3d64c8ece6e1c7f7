//! compio with its one-thread runtime.

use ::compio::buf::BufResult;
use ::compio::io::{AsyncRead, AsyncWrite};
use ::compio::net::{TcpListener, TcpStream};
use ::compio::runtime::{JoinHandle, Runtime, spawn};
use ::compio::time::sleep;
use futures_lite::future::yield_now;

workloads!(tasks, timers, sockets);

fn run<F: Future>(main: F) -> F::Output {
    Runtime::new().expect("io_uring").block_on(main)
}

fn detach<T>(task: JoinHandle<T>) {
    task.detach();
}

async fn accept(connections: usize) -> std::io::Result<Vec<TcpStream>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    crate::work::announce(listener.local_addr()?);
    let mut accepted = Vec::new();
    while accepted.len() < connections {
        accepted.push(listener.accept().await?.0);
    }
    Ok(accepted)
}

async fn answer(mut socket: TcpStream, rounds: usize) -> std::io::Result<TcpStream> {
    socket.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(4096);
    for _ in 0..rounds {
        buffer.clear();
        let BufResult(read, request) = socket.read(buffer).await;
        let BufResult(written, answer) = socket.write(request).await;
        assert_eq!((read?, written?), (64, 64), "short messages come whole");
        buffer = answer;
    }
    Ok(socket)
}
