//! What the page Graceful shutdown says.

use std::cell::Cell;
use std::convert::Infallible;
use std::pin::pin;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::common::one_thread;
use hyper::Response;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::runtime::{Builder as RuntimeBuilder, Handle, Runtime};
use tokio::sync::oneshot;
use tokio::task;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

const HEAD: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";
const SECOND: Duration = Duration::from_secs(1);

/// What a client reads that sends its whole request and nothing more.
async fn answer_to_half(half_close: bool) -> String {
    let (mut client, wire) = duplex(1024);
    let service = service_fn(async |_| {
        sleep(SECOND).await;
        Ok::<_, Infallible>(Response::new("hello".to_owned()))
    });
    let mut server = Builder::new();
    server.half_close(half_close);
    task::spawn(server.serve_connection(TokioIo::new(wire), service));
    client.write_all(HEAD).await.expect("it has room");
    client.shutdown().await.expect("it is open");
    let mut answer = String::new();
    client
        .read_to_string(&mut answer)
        .await
        .expect("it is UTF-8");
    answer
}

#[test]
fn hyper_drops_a_handler_that_waits_when_the_client_half_closes() {
    one_thread().block_on(async {
        assert_eq!(answer_to_half(false).await, "");
    });
}

#[test]
fn hyper_with_half_close_answers_a_half_closed_client() {
    one_thread().block_on(async {
        let answer = answer_to_half(true).await;
        assert!(answer.ends_with("hello"));
    });
}

/// Adds to its lines when it is dropped.
struct Left(mpsc::Sender<&'static str>);

impl Drop for Left {
    fn drop(&mut self) {
        self.0.send("dropped").expect("the test listens");
    }
}

#[test]
fn client_that_closes_the_connection_cancels_the_handler_at_any_await()
{
    for awaits in 1..=3 {
        let (log, lines) = mpsc::channel();
        one_thread().block_on(async {
            let (mut client, wire) = duplex(1024);
            let service = service_fn(async |_| {
                let left = Left(log.clone());
                for _ in 0..4 {
                    left.0.send("awaits").expect("the test listens");
                    sleep(SECOND).await;
                }
                Ok::<_, Infallible>(Response::new("hello".to_owned()))
            });
            let server = Builder::new();
            let connection =
                server.serve_connection(TokioIo::new(wire), service);
            client.write_all(HEAD).await.expect("it has room");
            let leaves = async {
                sleep(awaits * SECOND - SECOND / 2).await;
                drop(client);
            };
            let _ = futures::join!(connection, leaves);
        });
        let lines = lines.try_iter().collect::<Vec<_>>();
        let (last, before) = lines.split_last().expect("it began");
        assert_eq!(before, vec!["awaits"; awaits as usize]);
        assert_eq!(*last, "dropped");
    }
}

/// Whether a handler that does not read its request's body finishes,
/// although its client leaves in the middle.
async fn finishes_for(sent: &[u8]) -> bool {
    let (mut client, wire) = duplex(1024);
    let finished = Cell::new(false);
    let service = service_fn(async |_| {
        sleep(2 * SECOND).await;
        finished.set(true);
        Ok::<_, Infallible>(Response::new("hello".to_owned()))
    });
    client.write_all(sent).await.expect("it has room");
    let leaves = async {
        sleep(SECOND).await;
        drop(client);
    };
    let connection =
        Builder::new().serve_connection(TokioIo::new(wire), service);
    let _ = futures::join!(connection, leaves);
    finished.get()
}

#[test]
fn handler_goes_on_if_its_client_had_sent_more_before_it_closed() {
    one_thread().block_on(async {
        assert!(!finishes_for(HEAD).await);
        assert!(finishes_for(&[HEAD, HEAD].concat()).await);
        assert!(finishes_for(&[HEAD, b"G"].concat()).await);
        let head = b"POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\n";
        for (body, goes_on) in [("", true), ("a", true), ("abc", false)]
        {
            let sent = [head, body.as_bytes()].concat();
            assert_eq!(finishes_for(&sent).await, goes_on);
        }
    });
}

#[test]
fn task_of_a_handler_goes_on_when_the_client_closes_the_connection() {
    one_thread().block_on(async {
        let (mut client, wire) = duplex(1024);
        let (done, is_done) = oneshot::channel();
        let done = Cell::new(Some(done));
        let service = service_fn(async |_| {
            let done = done.take().expect("it is asked once");
            let work = task::spawn(async move {
                sleep(2 * SECOND).await;
                done.send("finished")
            });
            let _ = work.await;
            Ok::<_, Infallible>(Response::new("hello".to_owned()))
        });
        let server = Builder::new();
        let connection =
            server.serve_connection(TokioIo::new(wire), service);
        client.write_all(HEAD).await.expect("it has room");
        let leaves = async {
            sleep(SECOND).await;
            drop(client);
        };
        let start = Instant::now();
        let _ = futures::join!(connection, leaves);
        assert_eq!(start.elapsed(), SECOND);
        assert_eq!(is_done.await, Ok("finished"));
    });
}

/// Whether a connection ends within an hour of its graceful shutdown,
/// whose client has done this before.
async fn ends(before: impl AsyncFnOnce(&mut DuplexStream)) -> bool {
    let length = graceful_end(&Builder::new(), before).await;
    length < 3600 * SECOND
}

/// How long a connection of this server needs for it, up to an hour.
async fn graceful_end(
    server: &Builder,
    before: impl AsyncFnOnce(&mut DuplexStream),
) -> Duration {
    let (mut client, wire) = duplex(1024);
    let service = service_fn(async |_| {
        Ok::<_, Infallible>(Response::new("hello".to_owned()))
    });
    let connection =
        server.serve_connection(TokioIo::new(wire), service);
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => panic!("it is not told to end"),
        () = async {
            before(&mut client).await;
            sleep(SECOND).await;
        } => {}
    }
    connection.as_mut().graceful_shutdown();
    let start = Instant::now();
    let _ = timeout(3600 * SECOND, connection).await;
    start.elapsed()
}

#[test]
fn graceful_shutdown_lets_a_handler_answer() {
    one_thread().block_on(async {
        let (mut client, wire) = duplex(1024);
        let service = service_fn(async |_| {
            sleep(2 * SECOND).await;
            Ok::<_, Infallible>(Response::new("hello".to_owned()))
        });
        let connection = Builder::new()
            .serve_connection(TokioIo::new(wire), service);
        send(&mut client, HEAD).await;
        let mut connection = pin!(connection);
        let early = timeout(SECOND, connection.as_mut()).await;
        assert!(early.is_err());
        connection.as_mut().graceful_shutdown();
        connection.await.expect("the client behaves");
        let mut answer = String::new();
        let read = client.read_to_string(&mut answer).await;
        read.expect("it is UTF-8");
        assert!(answer.ends_with("hello"));
    });
}

async fn send(client: &mut DuplexStream, bytes: &[u8]) {
    client.write_all(bytes).await.expect("it has room");
}

async fn be_answered(client: &mut DuplexStream) {
    send(client, HEAD).await;
    let mut answer = [0; 1000];
    let read = client.read(&mut answer).await;
    assert!(read.expect("it is open") > 0);
}

#[test]
fn graceful_shutdown_closes_a_silent_connection() {
    one_thread().block_on(async {
        assert!(ends(async |_| {}).await);
    });
}

#[test]
fn graceful_shutdown_waits_for_a_half_sent_head() {
    one_thread().block_on(async {
        assert!(
            !ends(async |client| send(client, &HEAD[..1]).await).await
        );
        assert!(
            !ends(async |client| send(client, &HEAD[..9]).await).await
        );
    });
}

#[test]
fn hyper_with_a_timer_waits_half_a_minute_for_a_head() {
    one_thread().block_on(async {
        let mut server = Builder::new();
        server.timer(TokioTimer::new());
        let length = graceful_end(&server, async |client| {
            send(client, &HEAD[..9]).await;
        });
        // One second had passed before.
        assert_eq!(length.await, 29 * SECOND);
    });
}

#[test]
fn graceful_shutdown_closes_a_connection_that_is_idle_after_an_answer()
{
    one_thread().block_on(async {
        assert!(ends(async |client| be_answered(client).await).await);
    });
}

#[test]
fn graceful_shutdown_closes_after_an_answer_with_half_a_new_head() {
    one_thread().block_on(async {
        let is_ended = ends(async |client| {
            be_answered(client).await;
            send(client, &HEAD[..9]).await;
        });
        assert!(is_ended.await);
    });
}

#[test]
fn tracker_waits_until_it_is_closed_and_empty() {
    one_thread().block_on(async {
        let tracker = TaskTracker::new();
        assert!(timeout(SECOND, tracker.wait()).await.is_err());
        tracker.close();
        assert!(timeout(SECOND, tracker.wait()).await.is_ok());
        tracker.spawn(sleep(2 * SECOND));
        assert!(timeout(SECOND, tracker.wait()).await.is_err());
        assert_eq!(tracker.len(), 1);
        assert!(timeout(2 * SECOND, tracker.wait()).await.is_ok());
    });
}

#[test]
fn cancelled_token_is_seen_by_its_clones_and_children() {
    one_thread().block_on(async {
        let token = CancellationToken::new();
        let (clone, child) = (token.clone(), token.child_token());
        child.cancel();
        assert!(!token.is_cancelled());
        let child = token.child_token();
        token.cancel();
        clone.cancelled().await;
        child.cancelled().await;
    });
}

#[test]
fn tasks_are_dropped_where_they_wait_when_main_returns() {
    let (log, lines) = mpsc::channel();
    let runtime = one_thread();
    runtime.block_on(async {
        let left = Left(log.clone());
        task::spawn(async move {
            sleep(SECOND).await;
            left.0.send("answered").expect("the test listens");
        });
        task::yield_now().await;
    });
    drop((runtime, log));
    assert_eq!(lines.into_iter().collect::<Vec<_>>(), ["dropped"]);
}

/// A runtime with one thread for blocking jobs. The first job runs until
/// the sender is dropped, and a second one is queued behind it.
fn two_jobs(
    log: mpsc::Sender<&'static str>,
) -> (Runtime, mpsc::Sender<()>) {
    let runtime = RuntimeBuilder::new_current_thread()
        .max_blocking_threads(1)
        .build()
        .expect("the system can make one more event loop");
    let (hold, held) = mpsc::channel::<()>();
    let (begun, is_begun) = mpsc::channel();
    let first = log.clone();
    runtime.spawn_blocking(move || {
        begun.send(()).expect("the test waits");
        // It ends by an error.
        let _ = held.recv();
        first.send("first").expect("the test listens");
    });
    is_begun.recv().expect("the first job begins");
    runtime.spawn_blocking(move || log.send("second"));
    (runtime, hold)
}

#[test]
fn runtime_that_is_dropped_runs_the_blocking_jobs_in_its_queue() {
    let (log, lines) = mpsc::channel();
    let (runtime, hold) = two_jobs(log);
    let dropping = thread::spawn(move || drop(runtime));
    assert!(lines.try_recv().is_err());
    drop(hold);
    dropping.join().expect("it does not panic");
    // Both have run when the drop returns.
    assert_eq!(
        lines.try_iter().collect::<Vec<_>>(),
        ["first", "second"]
    );
}

#[test]
fn runtime_that_is_dropped_can_lose_a_job_for_an_idle_thread() {
    let is_lost = || {
        let runtime = RuntimeBuilder::new_current_thread()
            .max_blocking_threads(1)
            .build()
            .expect("the system can make one more event loop");
        let first = runtime.spawn_blocking(|| {});
        runtime.block_on(first).expect("it does not panic");
        // The thread may be idle now.
        let (log, lines) = mpsc::channel();
        runtime.spawn_blocking(move || log.send("second"));
        drop(runtime);
        lines.try_recv().is_err()
    };
    assert!((0..100_000).any(|_| is_lost()));
}

#[test]
fn runtime_that_is_shut_down_in_the_background_waits_for_no_job() {
    let (log, lines) = mpsc::channel();
    let (runtime, hold) = two_jobs(log);
    runtime.shutdown_background();
    assert!(lines.try_recv().is_err());
    drop(hold);
    assert_eq!(lines.recv(), Ok("first"));
}

/// When it is dropped, it spawns a task and a blocking job.
struct Farewell {
    task: mpsc::Sender<&'static str>,
    job: mpsc::Sender<&'static str>,
}

impl Drop for Farewell {
    fn drop(&mut self) {
        assert!(Handle::try_current().is_ok());
        let (task, job) = (self.task.clone(), self.job.clone());
        task::spawn(async move { task.send("task") });
        task::spawn_blocking(move || job.send("job"));
    }
}

#[test]
fn task_that_a_destructor_spawns_at_the_end_never_runs() {
    let (task, tasks) = mpsc::channel();
    let (job, jobs) = mpsc::channel();
    let runtime = one_thread();
    runtime.block_on(async {
        let farewell = Farewell { task, job };
        task::spawn(async move {
            sleep(SECOND).await;
            drop(farewell);
        });
        task::yield_now().await;
    });
    drop(runtime);
    assert_eq!(tasks.into_iter().count(), 0);
    assert_eq!(jobs.into_iter().collect::<Vec<_>>(), ["job"]);
}
