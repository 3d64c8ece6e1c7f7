//! hyper's HTTP/1 and an axum router serve and ask on the loop.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::future::pending;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::rc::Rc;
use std::time::Duration;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use futures::FutureExt;
use futures::future::join_all;
use http_body_util::{BodyExt, Empty, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::SendRequest;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::service::TowerToHyperService;
use real_traffic::{PATIENCE, client, connect, serve, serve_until};
use tokio::sync::{Notify, oneshot};
use toy::{Async, Executor, Interest, now, sleep, spawn, timeout};

const ENOUGH: Duration = Duration::from_secs(60);

/// Runs `test` on a fresh loop; one that hangs fails.
fn on_the_loop(test: impl Future<Output = ()>) {
    let ended = Executor::new().run(timeout(ENOUGH, test));
    ended.expect("the test ends by itself");
}

fn listen() -> (Async<TcpListener>, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    (Async::new(listener).expect("a socket"), address)
}

/// Starts a server whose answer is what `answer` makes of the request.
fn start<F>(
    answer: impl Fn(Request<Incoming>) -> F + 'static,
) -> SocketAddr
where
    F: Future<Output = String> + 'static,
{
    let (listener, address) = listen();
    let answer = Rc::new(answer);
    let service = service_fn(move |request| {
        let answer = answer.clone();
        async move {
            Ok::<_, Infallible>(Response::new(answer(request).await))
        }
    });
    // Not Clone by itself: the closure is.
    spawn(serve(listener, service));
    address
}

/// A server that answers with the path.
fn start_paths() -> SocketAddr {
    start(|request| async move { request.uri().path().to_owned() })
}

async fn ask(
    sender: &mut SendRequest<Empty<Bytes>>,
    path: &str,
) -> String {
    let request = Request::get(path).body(Empty::new()).expect("valid");
    let answer = sender.send_request(request).await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    let body = answer.collect().await.expect("a body").to_bytes();
    String::from_utf8(body.into()).expect("text")
}

/// Connects anew for one request.
async fn ask_once(address: SocketAddr, path: &str) -> String {
    let mut sender = client(address).await.expect("a connection");
    ask(&mut sender, path).await
}

/// A client that says what it likes.
struct Raw(Async<TcpStream>);

impl Raw {
    fn connect(address: SocketAddr) -> Raw {
        let socket = TcpStream::connect(address).expect("a listener");
        Raw(Async::new(socket).expect("a socket"))
    }

    async fn send(&self, text: &str) {
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            let sent =
                self.0.with(Interest::Write, |mut s| s.write(rest));
            rest = &rest[sent.await.expect("sent")..];
        }
    }

    /// Receives until `enough`, or until the server closes.
    async fn receive(&self, enough: impl Fn(&str) -> bool) -> String {
        let mut text = String::new();
        let mut part = [0; 4096];
        while !enough(&text) {
            let read =
                self.0.with(Interest::Read, |mut s| s.read(&mut part));
            match read.await {
                Ok(0) => break,
                Err(e) if e.kind() == ErrorKind::ConnectionReset => {
                    break;
                }
                count => {
                    let part = &part[..count.expect("received")];
                    text += str::from_utf8(part).expect("text");
                }
            }
        }
        text
    }

    async fn receive_all(&self) -> String {
        self.receive(|_| false).await
    }
}

#[test]
fn keep_alive_serves_many_requests_on_one_connection() {
    on_the_loop(async {
        let mut sender = client(start_paths()).await.expect("a server");
        for path in ["/gull", "/heron", "/tern"] {
            sender.ready().await.expect("the connection is kept");
            assert_eq!(ask(&mut sender, path).await, path);
        }
    });
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    on_the_loop(async {
        // The first takes longest.
        let address = start(|request| async move {
            if request.uri().path() == "/gull" {
                sleep(Duration::from_millis(100)).await;
            }
            format!("<{}>", request.uri().path())
        });
        let raw = Raw::connect(address);
        let request =
            |path| format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n");
        raw.send(&["/gull", "/heron", "/tern"].map(request).concat())
            .await;
        let text = raw.receive(|text| text.contains("</tern>")).await;
        let places = ["</gull>", "</heron>", "</tern>"]
            .map(|each| text.find(each).expect("an answer"));
        assert!(places.is_sorted());
    });
}

#[test]
fn large_body_goes_both_ways() {
    on_the_loop(async {
        let (listener, address) = listen();
        let echo = service_fn(|request: Request<Incoming>| async {
            Ok::<_, Infallible>(Response::new(request.into_body()))
        });
        spawn(serve(listener, echo));
        let cargo: Vec<u8> =
            (0..8 << 20).map(|each: u32| (each % 251) as u8).collect();
        let cargo = Bytes::from(cargo);
        let mut sender = client(address).await.expect("a server");
        let request = Request::post("/").body(Full::new(cargo.clone()));
        let answer = sender.send_request(request.expect("valid"));
        let body = answer.await.expect("an answer").collect().await;
        assert!(body.expect("a body").to_bytes() == cargo);
    });
}

#[test]
fn client_that_closes_in_the_middle_disturbs_nobody() {
    on_the_loop(async {
        let address = start(|request| async {
            let got = request.into_body().collect().await;
            got.map_or_else(|e| e.to_string(), |_| "x".repeat(8 << 20))
        });
        let post = "POST / HTTP/1.1\r\nhost: a\r\n";
        for part in [
            "",
            "GET / HT",
            &format!("{post}content-length: 9\r\n\r\nabc"),
        ] {
            let raw = Raw::connect(address);
            raw.send(part).await;
            drop(raw);
        }
        // In the middle of the answer.
        let raw = Raw::connect(address);
        raw.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
        assert!(
            raw.receive(|text| !text.is_empty()).await.contains("200")
        );
        drop(raw);
        assert_eq!(ask_once(address, "/").await.len(), 8 << 20);
    });
}

#[test]
fn handler_of_a_client_that_left_is_dropped() {
    on_the_loop(async {
        let (arrived, arrivals) = async_channel::bounded(1);
        let (left, leavings) = async_channel::bounded::<()>(1);
        let left = Rc::new(RefCell::new(Some(left)));
        let address = start(move |_| {
            let (arrived, left) = (arrived.clone(), left.take());
            async move {
                arrived.send(()).await.expect("the test waits");
                pending::<()>().await;
                drop(left);
                String::new()
            }
        });
        let raw = Raw::connect(address);
        raw.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
        arrivals.recv().await.expect("the handler runs");
        drop(raw);
        assert!(
            leavings.recv().await.is_err(),
            "its sender is dropped"
        );
    });
}

/// It waits for the body when the client leaves, and then for a word.
#[test]
fn handler_that_reads_a_body_outlives_its_client_and_gets_an_error() {
    on_the_loop(async {
        let (say, said) = async_channel::bounded(1);
        let (allow, allowed) = async_channel::bounded(1);
        let address = start(move |request| {
            let (say, allowed) = (say.clone(), allowed.clone());
            async move {
                say.send("reads").await.expect("the test waits");
                let body = request.into_body().collect().await;
                body.expect_err("its end does not come");
                say.send("fails").await.expect("the test waits");
                allowed.recv().await.expect("the test allows it");
                say.send("goes on").await.expect("the test waits");
                String::new()
            }
        });
        let raw = Raw::connect(address);
        raw.send("POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\na")
            .await;
        assert_eq!(said.recv().await, Ok("reads"));
        drop(raw);
        assert_eq!(said.recv().await, Ok("fails"));
        // Meanwhile the loop looks at the sockets, so hyper could see it.
        sleep(Duration::from_millis(1)).await;
        allow.send(()).await.expect("the handler waits");
        assert_eq!(said.recv().await, Ok("goes on"));
    });
}

/// It may still read: hyper takes the end of what it sends for its end.
#[test]
fn handler_of_a_client_that_sends_no_more_is_dropped() {
    on_the_loop(async {
        let (arrived, arrivals) = async_channel::bounded(1);
        let address = start(move |_| {
            let arrived = arrived.clone();
            async move {
                arrived.send(()).await.expect("the test waits");
                sleep(Duration::from_millis(50)).await;
                "late".to_owned()
            }
        });
        let raw = Raw::connect(address);
        raw.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
        arrivals.recv().await.expect("the handler runs");
        let socket = raw.0.get();
        socket.shutdown(Shutdown::Write).expect("connected");
        assert_eq!(raw.receive_all().await, "");
    });
}

#[test]
fn panic_of_a_handler_ends_its_connection_only() {
    on_the_loop(async {
        let address = start(|request| async move {
            assert_ne!(request.uri().path(), "/storm", "on purpose");
            "calm".to_owned()
        });
        let mut other = client(address).await.expect("a server");
        assert_eq!(ask(&mut other, "/").await, "calm");
        let raw = Raw::connect(address);
        raw.send("GET /storm HTTP/1.1\r\nhost: a\r\n\r\n").await;
        assert_eq!(raw.receive_all().await, "");
        other.ready().await.expect("the connection is kept");
        assert_eq!(ask(&mut other, "/").await, "calm");
    });
}

#[test]
fn slow_headers_are_cut_off_while_others_are_served() {
    on_the_loop(async {
        let address = start_paths();
        let begun = now();
        let silent = Raw::connect(address);
        let slow = Raw::connect(address);
        let cut = Rc::new(Cell::new(false));
        let flag = cut.clone();
        let slow = spawn(async move {
            slow.send("GET / HTTP/1.1\r\n").await;
            let text = slow.receive_all().await;
            flag.set(true);
            text
        });
        let mut served = 0;
        while !cut.get() {
            assert_eq!(ask_once(address, "/gull").await, "/gull");
            served += 1;
            sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(slow.await.expect("no panic"), "", "no answer");
        assert_eq!(silent.receive_all().await, "");
        assert!(now() - begun >= PATIENCE);
        assert!(served > 1);
    });
}

#[test]
fn patience_ends_with_the_first_request() {
    on_the_loop(async {
        let address = start(|_| async {
            sleep(PATIENCE + Duration::from_millis(300)).await;
            "late".to_owned()
        });
        let mut sender = client(address).await.expect("a server");
        assert_eq!(ask(&mut sender, "/").await, "late");
        sender.ready().await.expect("the connection is kept");
    });
}

#[test]
fn body_that_comes_late_is_waited_for() {
    on_the_loop(async {
        let address = start(|request| async {
            let body = request.into_body().collect().await;
            body.expect("it comes whole").to_bytes().len().to_string()
        });
        let raw = Raw::connect(address);
        let head = "POST / HTTP/1.1\r\nhost: a\r\n\
                    connection: close\r\ncontent-length: 3\r\n\r\n";
        raw.send(head).await;
        sleep(PATIENCE + Duration::from_millis(300)).await;
        raw.send("fig").await;
        let answer = raw.receive_all().await;
        assert!(answer.ends_with("\r\n\r\n3"), "{answer}");
    });
}

#[test]
fn connection_that_is_silent_after_its_first_answer_is_kept() {
    on_the_loop(async {
        let mut sender = client(start_paths()).await.expect("a server");
        assert_eq!(ask(&mut sender, "/gull").await, "/gull");
        sleep(PATIENCE + Duration::from_millis(300)).await;
        assert_eq!(ask(&mut sender, "/heron").await, "/heron");
    });
}

/// Compiles.
#[test]
fn sleep_of_hyper_has_to_be_send() {
    fn is_send<T: Send + ?Sized>() {}
    is_send::<dyn hyper::rt::Sleep>();
}

#[test]
fn handler_that_blocks_stops_the_whole_loop() {
    on_the_loop(async {
        let ticks = Rc::new(Cell::new(0));
        let count = ticks.clone();
        let ticker = spawn(async move {
            loop {
                count.set(count.get() + 1);
                sleep(Duration::from_millis(1)).await;
            }
        });
        let address = start(move |_| {
            let ticks = ticks.clone();
            async move {
                let before = ticks.get();
                std::thread::sleep(Duration::from_millis(50));
                (ticks.get() - before).to_string()
            }
        });
        assert_eq!(ask_once(address, "/").await, "0");
        ticker.abort();
    });
}

#[test]
fn two_hundred_requests_are_in_hand_at_once() {
    on_the_loop(async {
        let here = Rc::new(Cell::new(0));
        let all = Rc::new(Notify::new());
        let address = start(move |_| {
            let (here, all) = (here.clone(), all.clone());
            async move {
                let wait = all.notified();
                here.set(here.get() + 1);
                if here.get() == 200 {
                    all.notify_waiters();
                } else {
                    wait.await;
                }
                here.get().to_string()
            }
        });
        let answers = (0..200).map(|_| ask_once(address, "/"));
        for answer in join_all(answers).await {
            assert_eq!(answer, "200");
        }
    });
}

#[test]
fn graceful_end_finishes_the_answers_and_closes_the_idle() {
    on_the_loop(async {
        let (listener, address) = listen();
        let (arrived, arrivals) = async_channel::bounded(1);
        let finish = Rc::new(Notify::new());
        let gate = finish.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let (arrived, gate) = (arrived.clone(), gate.clone());
            async move {
                if request.uri().path() == "/slow" {
                    arrived.send(()).await.expect("the test waits");
                    gate.notified().await;
                }
                Ok::<_, Infallible>(Response::new("done".to_owned()))
            }
        });
        let (close, closing) = oneshot::channel();
        let mut server =
            spawn(serve_until(listener, service, closing.map(drop)));

        let mut idle = client(address).await.expect("a server");
        assert_eq!(ask(&mut idle, "/").await, "done");
        let new = Raw::connect(address);
        let slow =
            spawn(async move { ask_once(address, "/slow").await });
        arrivals.recv().await.expect("the handler runs");

        close.send(()).expect("the server waits");
        assert_eq!(new.receive_all().await, "");
        assert!(idle.ready().await.is_err(), "closed");
        let refused = connect(address).await.map(drop);
        let refused = refused.expect_err("nobody listens");
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);

        let early = (&mut server).now_or_never();
        assert!(early.is_none(), "it waits for the answer");
        finish.notify_one();
        assert_eq!(slow.await.expect("no panic"), "done");
        server.await.expect("no panic");
    });
}

#[test]
fn connect_to_nobody_is_refused() {
    on_the_loop(async {
        let (listener, address) = listen();
        drop(listener);
        let refused = connect(address).await.map(drop);
        let refused = refused.expect_err("nobody listens");
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    });
}

/// Linux answers no more connects once the listener's queue is full.
#[cfg(target_os = "linux")]
#[test]
fn connect_that_hangs_holds_up_nobody() {
    use rustix::net::{
        AddressFamily, SocketType, bind, listen, socket,
    };

    on_the_loop(async {
        let socket =
            socket(AddressFamily::INET, SocketType::STREAM, None);
        let socket = socket.expect("a socket");
        let any: SocketAddr =
            "127.0.0.1:0".parse().expect("an address");
        bind(&socket, &any).expect("a port");
        listen(&socket, 0).expect("a listener");
        let listener = TcpListener::from(socket);
        let address = listener.local_addr().expect("an address");
        let mut made = Vec::new();
        loop {
            let second = Duration::from_secs(1);
            match timeout(second, connect(address)).await {
                Ok(stream) => made.push(stream.expect("a connection")),
                Err(_) => break,
            }
            assert!(made.len() < 100, "its queue is never full");
        }
    });
}

#[test]
fn axum_router_answers_on_our_loop() {
    on_the_loop(async {
        let (listener, address) = listen();
        let router = Router::new().route(
            "/berth/{ferry}",
            get(|Path(ferry): Path<String>| async { ferry }),
        );
        spawn(serve(listener, TowerToHyperService::new(router)));
        assert_eq!(ask_once(address, "/berth/Gull").await, "Gull");
        let mut sender = client(address).await.expect("a server");
        let request = Request::get("/tide").body(Empty::<Bytes>::new());
        let answer = sender.send_request(request.expect("valid")).await;
        let status = answer.expect("an answer").status();
        assert_eq!(status, StatusCode::NOT_FOUND);
    });
}

/// Has a method under one name twice for what is `Send`, and once for
/// what is not: only there the compiler knows which is meant.
trait NotSend<A> {
    fn stays() {}
}

impl<T> NotSend<()> for T {}
impl<T: Send> NotSend<u8> for T {}

#[test]
fn sleep_of_our_loop_stays_on_its_thread() {
    <toy::Sleep as NotSend<_>>::stays();
    <Async<TcpStream> as NotSend<_>>::stays();
}

#[test]
#[should_panic(expected = "no timer")]
fn hyper_wants_a_timer_for_its_own_header_timeout() {
    on_the_loop(async {
        let (listener, address) = listen();
        let _client = TcpStream::connect(address).expect("a listener");
        let (socket, _) = listener
            .with(Interest::Read, |l| l.accept())
            .await
            .expect("a client");
        let stream =
            real_traffic::Stream::new(socket).expect("a socket");
        let service = service_fn(|_| async {
            Ok::<_, Infallible>(Response::new(String::new()))
        });
        drop(
            hyper::server::conn::http1::Builder::new()
                .header_read_timeout(PATIENCE)
                .serve_connection(stream, service),
        );
    });
}
