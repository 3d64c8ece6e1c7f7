//! What stands between hyper and the book's own event loop: a stream
//! that hyper reads and writes, a server's accept loop, a client's
//! connect. hyper's HTTP/1 asks for no executor and for no timer.

use std::cell::Cell;
use std::convert::Infallible;
use std::error::Error;
use std::future::{pending, poll_fn};
use std::io::{self, ErrorKind};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures::FutureExt;
use futures::future::{Either, FusedFuture, select};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1 as client_http1;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper::{Request, Response};
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketType};
use tokio::sync::mpsc;
use toy::{Async, Executor, Interest, now, sleep, spawn, timeout};

/// Runs `main` to its end on a fresh event loop of this thread. Where
/// `VIRTUAL_CLOCK` is set, the loop's clock jumps to the next timer
/// whenever every task waits.
pub fn run<F: Future>(main: F) -> F::Output {
    let executor = match std::env::var_os("VIRTUAL_CLOCK") {
        Some(_) => Executor::with_virtual_clock(),
        None => Executor::new(),
    };
    console::set_clock(now);
    executor.run(main)
}

/// What hyper lets a service or a body fail with.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// So long a new connection may take until the headers of its first
/// request are there.
pub const PATIENCE: Duration = Duration::from_secs(1);

/// So long the server waits when the system gives it no connection.
const RESPITE: Duration = Duration::from_millis(100);

// ANCHOR: stream
/// A connection as hyper wants it.
pub struct Stream {
    socket: Async<TcpStream>,
    /// hyper's own buffer is uninitialized memory, which only unsafe
    /// code can lend to a read. We read into this one, and pay one
    /// copy of each byte received and 8 KiB a connection.
    received: Box<[u8]>,
}

impl Read for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let Stream { socket, received } = self.get_mut();
        let room = received.len().min(buffer.remaining());
        let count =
            ready!(socket.poll_read(cx, &mut received[..room]))?;
        buffer.put_slice(&received[..count]);
        Poll::Ready(Ok(()))
    }
}
// ANCHOR_END: stream

impl Stream {
    /// Takes a connected socket.
    ///
    /// # Errors
    ///
    /// Those of [`Async::new`].
    pub fn new(socket: TcpStream) -> io::Result<Stream> {
        Stream::from_async(Async::new(socket)?)
    }

    fn from_async(socket: Async<TcpStream>) -> io::Result<Stream> {
        // What hyper writes is whole: waiting for more of it only costs.
        socket.get().set_nodelay(true)?;
        let received = vec![0; 8 * 1024].into();
        Ok(Stream { socket, received })
    }
}

/// hyper asks `is_write_vectored`, whose default is no, and copies the
/// small parts of an answer into one buffer.
impl Write for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.socket.poll_write(cx, bytes)
    }

    /// Nothing is kept back.
    fn poll_flush(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        Poll::Ready(match self.socket.get().shutdown(Shutdown::Write) {
            // The other end was faster.
            Err(e) if e.kind() == ErrorKind::NotConnected => Ok(()),
            done => done,
        })
    }
}

// ANCHOR: connect
/// Connects to `address`, and blocks nobody: the system begins, and
/// calls the socket writable when it is done.
///
/// # Errors
///
/// Those of the system: that nobody listens there, for instance.
pub async fn connect(address: SocketAddr) -> io::Result<Stream> {
    let family = match address {
        SocketAddr::V4(_) => AddressFamily::INET,
        SocketAddr::V6(_) => AddressFamily::INET6,
    };
    let socket = rustix::net::socket(family, SocketType::STREAM, None)?;
    rustix::io::ioctl_fioclex(&socket)?;
    rustix::io::ioctl_fionbio(&socket, true)?;
    match rustix::net::connect(&socket, &address) {
        Ok(()) | Err(Errno::INPROGRESS) => {}
        Err(e) => return Err(e.into()),
    }
    let socket = Async::new(TcpStream::from(socket))?;
    socket.ready(Interest::Write).await?;
    match socket.get().take_error()? {
        Some(refused) => Err(refused),
        None => Stream::from_async(socket),
    }
}
// ANCHOR_END: connect

/// Connects as an HTTP/1 client. A task of the loop reads and writes;
/// what is returned sends it requests and hands out its answers.
///
/// # Errors
///
/// Those of [`connect`], and those of hyper's handshake.
pub async fn client<B>(
    address: SocketAddr,
) -> Result<client_http1::SendRequest<B>, BoxError>
where
    B: Body<Data: Send, Error: Into<BoxError>> + 'static,
{
    let stream = connect(address).await?;
    let (sender, connection) = client_http1::handshake(stream).await?;
    // Its errors reach those who wait for an answer.
    spawn(connection.map(drop));
    Ok(sender)
}

/// Serves every connection that comes, for ever: see [`serve_until`].
pub async fn serve<S, B>(listener: Async<TcpListener>, service: S)
where
    S: Service<Request<Incoming>, Response = Response<B>>,
    S: Clone + 'static,
    S::Error: Into<BoxError>,
    B: Body<Error: Into<BoxError>> + 'static,
{
    serve_until(listener, service, pending()).await;
}

// ANCHOR: serve
/// Serves every connection that comes, each in a task of its own, until
/// `closing` is ready. Then it accepts no more, lets each connection
/// end the answer it is at, and returns when all have.
pub async fn serve_until<S, B>(
    listener: Async<TcpListener>,
    service: S,
    closing: impl Future<Output = ()> + 'static,
) where
    S: Service<Request<Incoming>, Response = Response<B>>,
    S: Clone + 'static,
    S::Error: Into<BoxError>,
    B: Body<Error: Into<BoxError>> + 'static,
{
    let closing = closing.shared();
    let (open, mut all_closed) = mpsc::channel::<Infallible>(1);
    loop {
        let accept = listener.with(Interest::Read, TcpListener::accept);
        match select(pin!(accept), closing.clone()).await {
            Either::Left((Ok((socket, _)), _)) => {
                let (service, closing) =
                    (service.clone(), closing.clone());
                let open = open.clone();
                spawn(async move {
                    // A client that breaks off is no error of ours.
                    let _ = converse(socket, service, closing).await;
                    drop(open);
                });
            }
            // Out of descriptors: some connection will give one back.
            Either::Left((Err(_), _)) => sleep(RESPITE).await,
            Either::Right(_) => break,
        }
    }
    drop((listener, open));
    all_closed.recv().await;
}
// ANCHOR_END: serve

// ANCHOR: converse
/// Serves one connection to its end. It is dropped, and so closed, if
/// the headers of its first request take longer than [`PATIENCE`].
async fn converse<S, B>(
    socket: TcpStream,
    service: S,
    mut closing: impl FusedFuture<Output = ()> + Unpin,
) -> Result<(), BoxError>
where
    S: Service<Request<Incoming>, Response = Response<B>>,
    S::Error: Into<BoxError>,
    B: Body<Error: Into<BoxError>> + 'static,
{
    let asked = Cell::new(false);
    let service = service_fn(|request| {
        asked.set(true);
        service.call(request)
    });
    let mut connection = pin!(
        http1::Builder::new()
            .serve_connection(Stream::new(socket)?, service)
    );
    let mut go_on = |cx: &mut Context<'_>| {
        if !closing.is_terminated() && closing.poll_unpin(cx).is_ready()
        {
            connection.as_mut().graceful_shutdown();
        }
        connection.as_mut().poll(cx)
    };
    let first_request = poll_fn(|cx| match go_on(cx) {
        Poll::Pending if asked.get() => Poll::Ready(None),
        polled => polled.map(Some),
    });
    match timeout(PATIENCE, first_request).await? {
        Some(ended) => Ok(ended?),
        None => Ok(poll_fn(go_on).await?),
    }
}
// ANCHOR_END: converse
