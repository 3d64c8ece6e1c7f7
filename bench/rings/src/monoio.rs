//! monoio with its io_uring driver.

use ::monoio::io::{AsyncReadRent, AsyncWriteRent};
use ::monoio::net::{TcpListener, TcpStream};
use ::monoio::task::JoinHandle;
use ::monoio::time::sleep;
use ::monoio::{IoUringDriver, RuntimeBuilder, spawn};
use futures_lite::future::yield_now;

workloads!(tasks, timers, sockets);

fn run<F: Future>(main: F) -> F::Output {
    let runtime = RuntimeBuilder::<IoUringDriver>::new().enable_timer();
    runtime.build().expect("io_uring").block_on(main)
}

fn detach<T>(_: JoinHandle<T>) {}

async fn accept(connections: usize) -> std::io::Result<Vec<TcpStream>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
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
        let (read, request) = socket.read(buffer).await;
        let (written, answer) = socket.write(request).await;
        assert_eq!((read?, written?), (64, 64), "short messages come whole");
        buffer = answer;
    }
    Ok(socket)
}
