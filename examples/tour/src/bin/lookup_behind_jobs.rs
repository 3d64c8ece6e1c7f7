// clock: real
//! A name that is not looked up, because the thread for it is busy.

// ANCHOR: listing
use std::{io, sync::mpsc, time::Duration};

use tokio::net::{TcpListener, TcpStream};
use tokio::{runtime::Builder, task, time::timeout};

async fn connect(host: &str, port: u16) {
    let connects = TcpStream::connect((host, port));
    match timeout(Duration::from_millis(300), connects).await {
        Ok(Ok(_)) => println!("{host}: connected"),
        Ok(Err(e)) => println!("{host}: {e}"),
        Err(_) => println!("{host}: waits"),
    }
}

async fn night() -> io::Result<()> {
    let (finish, finished) = mpsc::channel();
    let slow_job = task::spawn_blocking(move || finished.recv());
    let office = TcpListener::bind(("127.0.0.1", 0)).await?;
    let port = office.local_addr()?.port();
    connect("localhost", port).await;
    connect("127.0.0.1", port).await;
    finish.send(()).expect("the job waits for it");
    slow_job.await?.map_err(io::Error::other)
}

fn main() -> io::Result<()> {
    let mut one_thread = Builder::new_current_thread();
    one_thread.enable_all().max_blocking_threads(1);
    one_thread.build()?.block_on(night())
}
// ANCHOR_END: listing
