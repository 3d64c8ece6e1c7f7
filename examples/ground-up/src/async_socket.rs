//! Sockets whose methods are awaited, on the stage `traps`.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::AsFd;

use how_await_works::stages::traps;
use rustix::io::ioctl_fionbio;

// ANCHOR: listing
/// A socket that waits in the loop and never in the system.
pub struct AsyncSocket<S>(S);

impl<S: AsFd> AsyncSocket<S> {
    /// Makes the socket non-blocking.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn new(socket: S) -> io::Result<Self> {
        ioctl_fionbio(&socket, true)?;
        Ok(AsyncSocket(socket))
    }

    /// Receives what is there, when something is there.
    ///
    /// # Errors
    ///
    /// Those of `read`, but for `WouldBlock`.
    pub async fn recv(&self, buffer: &mut [u8]) -> io::Result<usize>
    where
        for<'a> &'a S: Read,
    {
        loop {
            traps::recv(&self.0).await;
            match (&self.0).read(buffer) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                }
                outcome => return outcome,
            }
        }
    }
    // ANCHOR_END: listing

    /// Sends all of it, as much at a time as there is room for.
    ///
    /// # Errors
    ///
    /// Those of `write`, but for `WouldBlock`.
    pub async fn send_all(&self, mut bytes: &[u8]) -> io::Result<()>
    where
        for<'a> &'a S: Write,
    {
        while !bytes.is_empty() {
            traps::send(&self.0).await;
            match (&self.0).write(bytes) {
                Ok(sent) => bytes = &bytes[sent..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The socket itself.
    pub fn get(&self) -> &S {
        &self.0
    }
}

impl AsyncSocket<TcpListener> {
    /// The next client.
    ///
    /// # Errors
    ///
    /// Those of `accept`, but for `WouldBlock`.
    pub async fn accept(&self) -> io::Result<AsyncSocket<TcpStream>> {
        loop {
            traps::recv(&self.0).await;
            match self.0.accept() {
                Ok((client, _)) => return AsyncSocket::new(client),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                }
                Err(error) => return Err(error),
            }
        }
    }
}
