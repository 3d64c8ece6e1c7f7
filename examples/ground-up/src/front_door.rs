//! The door of the finished service, and the clients who come through.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::time::Duration;

use rustix::io::Errno;
use rustix::net::sockopt::set_socket_linger;
use toy::{Async, Elapsed, Interest, sleep};

use crate::service::LONGEST_LINE;

const A_MOMENT: Duration = Duration::from_millis(100);
/// How many may stand before the door; the system may allow fewer.
const QUEUE: i32 = 1024;

/// A listener that keeps a descriptor for the one client too many.
pub struct FrontDoor {
    listener: Async<TcpListener>,
    spare: Option<File>,
}

impl FrontDoor {
    /// Opens the door.
    ///
    /// # Errors
    ///
    /// If there is no descriptor left to keep.
    pub fn new(listener: TcpListener) -> io::Result<FrontDoor> {
        rustix::net::listen(&listener, QUEUE)?;
        Ok(FrontDoor {
            listener: Async::new(listener)?,
            spare: Some(File::open("/dev/null")?),
        })
    }

    // ANCHOR: door
    /// The next client for whom there is a descriptor.
    pub async fn next(&mut self) -> Client {
        loop {
            match self.accept().await {
                Ok(client) => return client,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                }
                Err(error) if is_full(&error) && self.send_away() => {}
                Err(_) => sleep(A_MOMENT).await,
            }
        }
    }

    async fn accept(&self) -> io::Result<Client> {
        // The wait is first: with no descriptor left, `accept` can
        // fail although no client is there.
        self.listener.ready(Interest::Read).await?;
        let (socket, _) = self.listener.get().accept()?;
        Client::new(socket)
    }

    /// Gives the spare to the client at the door, and takes it back.
    fn send_away(&mut self) -> bool {
        self.spare = None;
        let accepted = self.listener.get().accept();
        let told = accepted.and_then(|(socket, _)| tell_full(socket));
        self.spare = File::open("/dev/null").ok();
        told.is_ok()
    }
    // ANCHOR_END: door
}

fn is_full(error: &io::Error) -> bool {
    let error = Errno::from_io_error(error);
    matches!(error, Some(Errno::MFILE | Errno::NFILE))
}

/// Closed with bytes unread, the connection is reset: what is there
/// already is read, and nothing is waited for.
fn tell_full(mut client: TcpStream) -> io::Result<()> {
    client.set_nonblocking(true)?;
    // A client who has left is sent away too.
    let _ = client.write_all(b"error: too many clients\n");
    let _ = client.shutdown(Shutdown::Write);
    let _ = client.read(&mut [0; 65536]);
    Ok(())
}

/// A client, whose lines come one by one.
pub struct Client {
    socket: Async<TcpStream>,
    unread: Vec<u8>,
}

/// Why a client is served no longer.
pub enum Trouble {
    /// It is told this.
    Refused(&'static str),
    /// It has left, or does not take its replies.
    Gone,
}

impl Trouble {
    /// No line came in time.
    pub fn late(_: Elapsed) -> Trouble {
        Trouble::Refused("no line in time")
    }

    /// A reply was not taken in time.
    pub fn deaf(_: Elapsed) -> Trouble {
        Trouble::Gone
    }
}

impl From<io::Error> for Trouble {
    fn from(_: io::Error) -> Trouble {
        Trouble::Gone
    }
}

impl Client {
    fn new(socket: TcpStream) -> io::Result<Client> {
        let socket = Async::new(socket)?;
        let unread = Vec::new();
        Ok(Client { socket, unread })
    }

    // ANCHOR: client
    /// The next line; none, when the client has sent its last one.
    ///
    /// # Errors
    ///
    /// If it sends what is no line, or has left.
    pub async fn next_line(
        &mut self,
    ) -> Result<Option<Vec<u8>>, Trouble> {
        loop {
            let length = self.unread.len().min(LONGEST_LINE + 1);
            let line = &self.unread[..length];
            if let Some(end) = line.iter().position(|b| *b == b'\n') {
                return Ok(Some(self.unread.drain(..=end).collect()));
            }
            if length > LONGEST_LINE {
                return Err(Trouble::Refused("line too long"));
            }
            let mut more = [0; 4096];
            match self.receive(&mut more).await? {
                0 if length == 0 => return Ok(None),
                0 => {
                    return Err(Trouble::Refused(
                        "the last line has no end",
                    ));
                }
                count => self.unread.extend(&more[..count]),
            }
        }
    }

    /// Sends all of it, in the pieces that there is room for.
    ///
    /// # Errors
    ///
    /// If the client has left.
    pub async fn send(&self, reply: &str) -> Result<(), Trouble> {
        let mut reply = reply.as_bytes();
        while !reply.is_empty() {
            let write = |mut socket: &TcpStream| socket.write(reply);
            let sent = self.socket.with(Interest::Write, write).await?;
            reply = &reply[sent..];
        }
        Ok(())
    }
    // ANCHOR_END: client

    /// Parts from the client. Whoever is refused is told why, and read
    /// from until it has left: closed with bytes unread, the connection
    /// would be reset, and the reason could be lost on its way.
    ///
    /// # Errors
    ///
    /// If the client has left.
    pub async fn part(&self, trouble: Trouble) -> Result<(), Trouble> {
        let Trouble::Refused(reason) = trouble else {
            return Ok(self.reset()?);
        };
        self.send(&format!("error: {reason}\n")).await?;
        self.socket.get().shutdown(Shutdown::Write)?;
        while self.receive(&mut [0; 4096]).await? > 0 {}
        Ok(())
    }

    async fn receive(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = |mut socket: &TcpStream| socket.read(buffer);
        self.socket.with(Interest::Read, read).await
    }

    /// What the client does not take is dropped with the connection.
    fn reset(&self) -> io::Result<()> {
        let at_once = Some(Duration::ZERO);
        Ok(set_socket_linger(self.socket.get(), at_once)?)
    }
}
