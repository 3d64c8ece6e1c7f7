//! The fib service on the stage `traps`, for rough clients.

use std::cell::Cell;
use std::io;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::rc::{Rc, Weak};
use std::time::Duration;

use how_await_works::now;
use how_await_works::stages::traps;

use crate::async_socket::AsyncSocket;
use crate::service::answer;

const LONGEST_LINE: usize = 64;
/// How many are served at once. While a socket waits, the stage holds
/// a second descriptor of it.
pub const MOST_CLIENTS: usize = 300;
const A_MOMENT: Duration = Duration::from_millis(100);

/// Serves for ever, and gives each client so long for a line.
///
/// # Errors
///
/// If the listener cannot be made non-blocking.
pub fn serve(
    listener: TcpListener,
    patience: Duration,
) -> io::Result<()> {
    let listener = AsyncSocket::new(listener)?;
    traps::spawn(accept_all(listener, patience));
    traps::run();
    Ok(())
}

async fn accept_all(
    listener: AsyncSocket<TcpListener>,
    patience: Duration,
) {
    let here = Rc::new(());
    loop {
        let Ok(socket) = listener.accept().await else {
            // No descriptor is left, or the client has left.
            traps::sleep(A_MOMENT).await;
            continue;
        };
        let place = here.clone();
        let is_full = Rc::strong_count(&here) > MOST_CLIENTS + 1;
        let client = Rc::new(Client {
            socket,
            deadline: Cell::new(now() + patience),
            patience,
        });
        traps::spawn(watch(Rc::downgrade(&client)));
        traps::spawn(async move {
            // An error says that the client has left.
            let _left = if is_full {
                client.refuse("too many clients").await
            } else {
                client.answer_all().await
            };
            drop(place);
        });
    }
}

/// Cuts off a client whose deadline is over.
async fn watch(client: Weak<Client>) {
    loop {
        let Some(deadline) =
            client.upgrade().map(|client| client.deadline.get())
        else {
            return;
        };
        if deadline <= now() {
            break;
        }
        traps::sleep(deadline - now()).await;
    }
    if let Some(client) = client.upgrade() {
        let farewell = rustix::io::write(
            client.socket.get(),
            b"error: no line in time\n",
        );
        let cut = client.socket.get().shutdown(Shutdown::Both);
        drop((farewell, cut));
    }
}

struct Client {
    socket: AsyncSocket<TcpStream>,
    deadline: Cell<Duration>,
    patience: Duration,
}

impl Client {
    async fn answer_all(&self) -> io::Result<()> {
        let mut unread = Vec::new();
        loop {
            self.deadline.set(now() + self.patience);
            let line = match self.next_line(&mut unread).await? {
                Ok(Some(line)) => line,
                Ok(None) => return Ok(()),
                Err(reason) => return self.refuse(reason).await,
            };
            self.deadline.set(now() + self.patience);
            let answer = answer(&line);
            self.socket.send_all(answer.as_bytes()).await?;
        }
    }

    /// The next line, or nothing, or what is wrong with it.
    async fn next_line(
        &self,
        unread: &mut Vec<u8>,
    ) -> io::Result<Result<Option<Vec<u8>>, &'static str>> {
        loop {
            let ahead = &unread[..unread.len().min(LONGEST_LINE + 1)];
            if let Some(end) =
                ahead.iter().position(|&byte| byte == b'\n')
            {
                return Ok(Ok(Some(unread.drain(..=end).collect())));
            }
            if unread.len() > LONGEST_LINE {
                return Ok(Err("line too long"));
            }
            let mut more = [0; 4096];
            match self.socket.recv(&mut more).await? {
                0 if unread.is_empty() => return Ok(Ok(None)),
                0 => return Ok(Err("the last line has no end")),
                length => unread.extend(&more[..length]),
            }
        }
    }

    /// Says why, and takes what the client still sends: closed with
    /// bytes unread, the connection would be reset, and the reason
    /// could be lost on its way.
    async fn refuse(&self, reason: &str) -> io::Result<()> {
        self.deadline.set(now() + self.patience);
        let answer = format!("error: {reason}\n");
        self.socket.send_all(answer.as_bytes()).await?;
        self.socket.get().shutdown(Shutdown::Write)?;
        while self.socket.recv(&mut [0; 65536]).await? > 0 {}
        Ok(())
    }
}
