//! glommio with one executor of this thread.

use ::glommio::net::{TcpListener, TcpStream};
use ::glommio::timer::sleep;
use ::glommio::{LocalExecutorBuilder, Task, spawn_local};
use futures_lite::future::yield_now;
use futures_lite::{AsyncReadExt, AsyncWriteExt};

workloads!(tasks, timers, sockets);

fn run<F: Future>(main: F) -> F::Output {
    let executor = LocalExecutorBuilder::default().make();
    executor.expect("io_uring").run(main)
}

fn spawn<T: 'static>(future: impl Future<Output = T> + 'static) -> Task<T> {
    spawn_local(future)
}

fn detach<T>(task: Task<T>) {
    task.detach();
}

async fn accept(connections: usize) -> std::io::Result<Vec<TcpStream>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    crate::work::announce(listener.local_addr()?);
    let mut accepted = Vec::new();
    while accepted.len() < connections {
        accepted.push(listener.accept().await?);
    }
    Ok(accepted)
}

async fn answer(mut socket: TcpStream, rounds: usize) -> std::io::Result<TcpStream> {
    socket.set_nodelay(true)?;
    let mut buffer = [0; 4096];
    for _ in 0..rounds {
        let length = socket.read(&mut buffer).await?;
        let sent = socket.write(&buffer[..length]).await?;
        assert_eq!((length, sent), (64, 64), "short messages come whole");
    }
    Ok(socket)
}
