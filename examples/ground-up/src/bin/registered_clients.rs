// clock: real
//! All clients in one thread, registered with the system.

use std::io::{self, Read as _, Write as _};
use std::mem;
use std::net::{SocketAddr, TcpListener, TcpStream};

use ground_up::service::{Ferry, answer, run};
use ground_up::stages::readiness::{
    Async, Executor,
    Interest::{Read, Write},
    spawn,
};

// ANCHOR: listing
fn serve(listener: TcpListener) -> io::Result<()> {
    Executor::new().run(async {
        let listener = Async::new(listener)?;
        loop {
            let accept = listener.with(Read, TcpListener::accept);
            let (client, _) = accept.await?;
            spawn(attend(Async::new(client)?));
        }
    })
}

async fn attend(client: Async<TcpStream>) -> io::Result<()> {
    let mut sent = Vec::new();
    while let Some(line) = next_line(&client, &mut sent).await? {
        send(&client, answer(&line).as_bytes()).await?;
        if !line.ends_with(b"\n") {
            break;
        }
    }
    Ok(())
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
    gull.ask(10)?;
    let mut heron = Ferry::new("Heron", service)?;
    heron.ask(20)?;
    gull.ask(15)?;
    gull.leave();
    heron.leave();
    Ok(())
}

fn main() -> io::Result<()> {
    run(serve, visit)
}
