// clock: real
use std::cell::Cell;
use std::future::poll_fn;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;

use futures::future::try_join;
use ground_up::stages::edge::{Async, Executor, Interest};

struct Counted {
    socket: UnixStream,
    reads: Cell<u32>,
}

impl AsFd for Counted {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl Read for &Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reads.update(|reads| reads + 1);
        (&self.socket).read(buffer)
    }
}

type Pair = (Async<UnixStream>, Async<Counted>);

fn counted_pair() -> io::Result<Pair> {
    let (client, socket) = UnixStream::pair()?;
    let reads = Cell::new(0);
    let server = Counted { socket, reads };
    Ok((Async::new(client)?, Async::new(server)?))
}

// ANCHOR: listing
const REQUESTS: u32 = 10;

async fn ask(client: &Async<UnixStream>) -> io::Result<()> {
    for _ in 0..REQUESTS {
        client.get().write_all(b"fib 7")?;
        let read = |mut io: &UnixStream| io.read(&mut [0; 64]);
        client.with(Interest::Read, read).await?;
    }
    Ok(())
}

async fn read_first(server: &Async<Counted>) -> io::Result<()> {
    for _ in 0..REQUESTS {
        let read = |mut io: &Counted| io.read(&mut [0; 64]);
        server.with(Interest::Read, read).await?;
        (&server.get().socket).write_all(b"13")?;
    }
    Ok(())
}

async fn wait_first(server: &Async<Counted>) -> io::Result<()> {
    for _ in 0..REQUESTS {
        poll_fn(|cx| server.poll_read(cx, &mut [0; 64])).await?;
        (&server.get().socket).write_all(b"13")?;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    Executor::new().run(async {
        let (client, server) = counted_pair()?;
        try_join(read_first(&server), ask(&client)).await?;
        println!("read_first: {} reads", server.get().reads.get());
        let (client, server) = counted_pair()?;
        try_join(wait_first(&server), ask(&client)).await?;
        println!("wait_first: {} reads", server.get().reads.get());
        Ok(())
    })
}
// ANCHOR_END: listing
