//! How each loop runs, spawns, yields, sleeps and serves. One source text for the work stands below
//! that: see `workloads`.

use std::convert::Infallible;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response};

/// The answer to every HTTP request.
async fn answer(_: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    Ok(Response::new(Full::from("berth 1 is free")))
}

pub mod toy {
    use std::future::poll_fn;
    use std::io;
    use std::net::{TcpListener, TcpStream};

    use ::toy::{Async, Executor};
    pub use ::toy::{sleep, spawn, yield_now};
    use hyper::service::service_fn;

    crate::workloads::workloads!(tasks, timers, sockets, http);

    pub fn run<F: Future>(main: F) -> F::Output {
        Executor::new().run(main)
    }

    pub fn detach<T>(_: ::toy::JoinHandle<T>) {}

    fn socket(socket: TcpStream) -> io::Result<Async<TcpStream>> {
        Async::new(socket)
    }

    async fn read(socket: &mut Async<TcpStream>, buffer: &mut [u8]) -> io::Result<usize> {
        poll_fn(|cx| socket.poll_read(cx, buffer)).await
    }

    async fn write(socket: &mut Async<TcpStream>, bytes: &[u8]) -> io::Result<usize> {
        poll_fn(|cx| socket.poll_write(cx, bytes)).await
    }

    async fn serve(listener: TcpListener) -> io::Result<()> {
        real_traffic::serve(Async::new(listener)?, service_fn(super::answer)).await;
        Ok(())
    }
}

pub mod tokio {
    use std::io;

    use ::tokio::io::{AsyncReadExt, AsyncWriteExt};
    use ::tokio::net::{TcpListener, TcpStream};
    use ::tokio::runtime::Builder;
    pub use ::tokio::task::{spawn, yield_now};
    pub use ::tokio::time::sleep;
    use hyper::server::conn::http1;
    use hyper::service::service_fn;
    use hyper_util::rt::TokioIo;

    crate::workloads::workloads!(tasks, timers, sockets, http);

    /// As `#[tokio::main]` does: main is polled beside the queue.
    pub fn run<F: Future>(main: F) -> F::Output {
        let runtime = Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(main)
    }

    pub fn detach<T>(_: ::tokio::task::JoinHandle<T>) {}

    fn socket(socket: std::net::TcpStream) -> io::Result<TcpStream> {
        socket.set_nonblocking(true)?;
        TcpStream::from_std(socket)
    }

    async fn read(socket: &mut TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
        socket.read(buffer).await
    }

    async fn write(socket: &mut TcpStream, bytes: &[u8]) -> io::Result<usize> {
        socket.write(bytes).await
    }

    async fn serve(listener: std::net::TcpListener) -> io::Result<()> {
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        loop {
            let (socket, _) = listener.accept().await?;
            socket.set_nodelay(true)?;
            let service = service_fn(super::answer);
            spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), service));
        }
    }
}

pub mod tokio_spawned {
    pub use ::tokio::task::{spawn, yield_now};

    crate::workloads::workloads!(tasks);

    /// Main is a task of the queue, as with the others.
    pub fn run<F: Future<Output: Send + 'static> + Send + 'static>(main: F) -> F::Output {
        let main = super::tokio::run(async { spawn(main).await });
        main.expect("main does not panic")
    }
}

pub mod smol {
    use std::cell::RefCell;
    use std::io;
    use std::net::TcpStream;
    use std::rc::Rc;
    use std::time::Duration;

    pub use ::smol::future::yield_now;
    use ::smol::io::{AsyncReadExt, AsyncWriteExt};
    use ::smol::{Async, LocalExecutor, Timer};

    crate::workloads::workloads!(tasks, timers, sockets);

    thread_local! {
        static EXECUTOR: RefCell<Rc<LocalExecutor<'static>>> = RefCell::default();
    }

    pub fn run<F: Future + 'static>(main: F) -> F::Output {
        let executor = Rc::new(LocalExecutor::new());
        EXECUTOR.set(executor.clone());
        ::smol::block_on(executor.run(spawn(main)))
    }

    pub fn spawn<T: 'static>(future: impl Future<Output = T> + 'static) -> ::smol::Task<T> {
        EXECUTOR.with_borrow(|executor| executor.spawn(future))
    }

    pub fn detach<T>(task: ::smol::Task<T>) {
        task.detach();
    }

    pub async fn sleep(duration: Duration) {
        Timer::after(duration).await;
    }

    fn socket(socket: TcpStream) -> io::Result<Async<TcpStream>> {
        Async::new(socket)
    }

    async fn read(socket: &mut Async<TcpStream>, buffer: &mut [u8]) -> io::Result<usize> {
        socket.read(buffer).await
    }

    async fn write(socket: &mut Async<TcpStream>, bytes: &[u8]) -> io::Result<usize> {
        socket.write(bytes).await
    }
}

pub mod local_pool {
    use std::cell::RefCell;

    use futures::executor::{LocalPool, LocalSpawner};
    use futures::future::RemoteHandle;
    use futures::task::LocalSpawnExt;

    pub use ::smol::future::yield_now;

    crate::workloads::workloads!(tasks);

    thread_local! {
        static SPAWNER: RefCell<Option<LocalSpawner>> = const { RefCell::new(None) };
    }

    pub fn run<F: Future + 'static>(main: F) -> F::Output {
        let mut pool = LocalPool::new();
        SPAWNER.set(Some(pool.spawner()));
        pool.run_until(spawn(main))
    }

    pub fn spawn<T: 'static>(future: impl Future<Output = T> + 'static) -> RemoteHandle<T> {
        SPAWNER.with_borrow(|spawner| {
            let spawner = spawner.as_ref().expect("run comes first");
            spawner
                .spawn_local_with_handle(future)
                .expect("the pool lives")
        })
    }
}
