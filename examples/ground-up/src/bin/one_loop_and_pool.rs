// clock: real
//! One thread for all clients; long requests go to the pool.

use std::io::{self, Read as _, Write as _};
use std::mem;
use std::net::{SocketAddr, TcpListener, TcpStream};

use ground_up::service::{Ferry, answer, run};
use ground_up::stages::pool::{
    Async, Executor,
    Interest::{Read, Write},
    Pool, spawn,
};

// ANCHOR: listing
fn serve(listener: TcpListener) -> io::Result<()> {
    Executor::new().run(async {
        let (listener, pool) = (Async::new(listener)?, Pool::new(2));
        loop {
            let accept = listener.with(Read, TcpListener::accept);
            let (client, _) = accept.await?;
            spawn(attend(Async::new(client)?, pool.clone()));
        }
    })
}

async fn attend(
    client: Async<TcpStream>,
    pool: Pool,
) -> io::Result<()> {
    let mut sent = Vec::new();
    while let Some(line) = next_line(&client, &mut sent).await? {
        let last = !line.ends_with(b"\n");
        let reply = match is_long(&line) {
            true => pool.run(move || answer(&line)).await,
            false => answer(&line),
        };
        send(&client, reply.as_bytes()).await?;
        if last {
            break;
        }
    }
    Ok(())
}

fn is_long(line: &[u8]) -> bool {
    let number = str::from_utf8(line).map(|line| line.trim().parse());
    matches!(number, Ok(Ok(21..=40)))
}
// ANCHOR_END: listing

// ANCHOR: lines
/// The next line of `client`; `sent` is what came behind it. A line that
/// is too long comes without an end, as the last.
async fn next_line(
    client: &Async<TcpStream>,
    sent: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    const LONGEST_LINE: usize = 64;
    loop {
        if let Some(end) = sent.iter().position(|&byte| byte == b'\n') {
            return Ok(Some(sent.drain(..=end).collect()));
        }
        if sent.len() > LONGEST_LINE {
            return Ok(Some(mem::take(sent)));
        }
        let mut chunk = [0; 1024];
        let read = client.with(Read, |mut io| io.read(&mut chunk));
        match read.await? {
            0 => return Ok(None),
            length => sent.extend_from_slice(&chunk[..length]),
        }
    }
}

async fn send(
    client: &Async<TcpStream>,
    mut reply: &[u8],
) -> io::Result<()> {
    while !reply.is_empty() {
        let written =
            client.with(Write, |mut io| io.write(reply)).await?;
        reply = &reply[written..];
    }
    Ok(())
}
// ANCHOR_END: lines

fn visit(service: SocketAddr) -> io::Result<()> {
    let mut gull = Ferry::new("Gull", service)?;
    let mut heron = Ferry::new("Heron", service)?;
    gull.send(27)?;
    heron.ask(10)?;
    gull.hear()?;
    gull.leave();
    heron.leave();
    Ok(())
}

fn main() -> io::Result<()> {
    run(serve, visit)
}
