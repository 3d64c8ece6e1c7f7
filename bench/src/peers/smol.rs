//! smol with a `LocalExecutor`, which is polled beside its reactor.

use std::cell::RefCell;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::rc::Rc;
use std::time::Duration;

use ::smol::future::yield_now;
use ::smol::io::{AsyncReadExt, AsyncWriteExt};
use ::smol::{Async, LocalExecutor, Task, Timer};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use smol_hyper::rt::FuturesIo;

use super::answer_http;

workloads!(tasks, timers, sockets, http);
readiness!();

thread_local! {
    static EXECUTOR: RefCell<Rc<LocalExecutor<'static>>> = RefCell::default();
}

fn run<F: Future + 'static>(main: F) -> F::Output {
    let executor = Rc::new(LocalExecutor::new());
    EXECUTOR.set(executor.clone());
    ::smol::block_on(executor.run(spawn(main)))
}

fn spawn<T: 'static>(future: impl Future<Output = T> + 'static) -> Task<T> {
    EXECUTOR.with_borrow(|executor| executor.spawn(future))
}

fn detach<T>(task: Task<T>) {
    task.detach();
}

async fn sleep(duration: Duration) {
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

async fn serve(listener: TcpListener) -> io::Result<()> {
    let listener = Async::new(listener)?;
    loop {
        let (socket, _) = listener.accept().await?;
        socket.get_ref().set_nodelay(true)?;
        let service = service_fn(answer_http);
        let stream = FuturesIo::new(socket);
        spawn(http1::Builder::new().serve_connection(stream, service)).detach();
    }
}
