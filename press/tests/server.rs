//! What the server answers, and to whom.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use press::serve::{self, Site};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A site of a few files, served until the test ends.
struct Served {
    folder: TempDir,
    site: Arc<Site>,
    address: SocketAddr,
    _runtime: Runtime,
}

fn served() -> Served {
    let folder = TempDir::new().expect("a temporary folder");
    let book = folder.path().join("book");
    std::fs::create_dir_all(book.join("basic")).expect("a folder");
    std::fs::write(book.join("index.html"), "<body>first</body>").expect("a file");
    std::fs::write(book.join("basic/index.html"), "<body>basic</body>").expect("a file");
    std::fs::write(folder.path().join("secret"), "secret").expect("a file");
    symlink(folder.path().join("secret"), book.join("link.html")).expect("a link");
    symlink(folder.path(), book.join("up")).expect("a link");
    let site = Arc::new(Site::default());
    site.load(&book, None).expect("the folder is readable");
    let runtime = Runtime::new().expect("a runtime");
    let listener = serve::listen().expect("a free port");
    let address = listener.local_addr().expect("an address");
    runtime.spawn(serve::serve(listener, site.clone()));
    Served { folder, site, address, _runtime: runtime }
}

impl Served {
    fn ask(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).expect("the server listens");
        let patience = Some(Duration::from_secs(30));
        stream.set_read_timeout(patience).expect("a socket");
        stream.write_all(request).expect("a socket");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        let port = self.address.port();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
        self.ask(request.as_bytes())
    }
}

#[test]
fn it_listens_on_loopback_only() {
    assert!(served().address.ip().is_loopback());
}

#[test]
fn a_port_in_use_makes_it_take_the_next() {
    let first = serve::listen().expect("a free port");
    let second = serve::listen().expect("a free port");
    assert_ne!(first.local_addr().expect("one").port(), second.local_addr().expect("one").port());
}

#[test]
fn pages_and_folders_are_served_with_the_reload_script() {
    let served = served();
    assert!(served.get("/").contains("first<script src=\"/-/reload.js\" defer></script></body>"));
    assert!(served.get("/basic/").contains("basic"));
    assert!(served.get("/gone.html").starts_with("HTTP/1.1 404"));
    assert!(served.get("/-/reload.js").contains("location.reload()"));
}

#[test]
fn nothing_outside_the_book_is_served() {
    let served = served();
    for path in [
        "/../secret",
        "/basic/../../secret",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "//etc/passwd",
        "/etc/passwd",
        "/link.html",
        "/up/secret",
        "/%00",
        "http://elsewhere/../secret",
    ] {
        let answer = served.get(path);
        assert!(!answer.contains("secret"), "{path}: {answer}");
        assert!(!answer.contains("root:"), "{path}: {answer}");
        assert!(!answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    }
}

#[test]
fn another_host_name_is_refused() {
    let served = served();
    for host in ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example"] {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let answer = served.ask(request.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 421"), "{host}: {answer}");
    }
    let port = served.address.port();
    let forwarded =
        "GET / HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n".to_owned();
    let answer = served.ask(forwarded.as_bytes());
    let remedy = format!("ssh -L {port}:localhost:{port} MACHINE");
    assert!(
        answer.contains(&remedy) && answer.contains(&format!("http://localhost:{port}/")),
        "{answer}"
    );
    let named = format!("GET / HTTP/1.1\r\nHost: LocalHost:{port}\r\nConnection: close\r\n\r\n");
    assert!(served.ask(named.as_bytes()).starts_with("HTTP/1.1 200"));
    assert!(served.ask(b"GET / HTTP/1.0\r\n\r\n").starts_with("HTTP/1.0 421"));
}

#[test]
fn only_reading_is_allowed() {
    let served = served();
    let port = served.address.port();
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let head = format!("{method} / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n");
        let answer = served.ask(format!("{head}Connection: close\r\n\r\n").as_bytes());
        assert!(answer.starts_with("HTTP/1.1 405"), "{method}: {answer}");
        assert!(answer.contains("\r\nallow: GET, HEAD\r\n"), "{method}: {answer}");
    }
}

#[test]
fn garbage_and_slow_clients_do_not_keep_others_waiting() {
    let served = served();
    let slow: Vec<_> = (0..100)
        .map(|_| {
            let mut stream = TcpStream::connect(served.address).expect("the server listens");
            stream.write_all(b"GET / HT").expect("a socket");
            stream
        })
        .collect();
    for garbage in [&b"\0\xff\xfe\r\n\r\n"[..], &[b'A'; 100_000], b"GET\r\n\r\n", b"\r\n\r\n"] {
        let mut stream = TcpStream::connect(served.address).expect("the server listens");
        // The server closes on what it cannot read, perhaps before all is written.
        let _ = stream.write_all(garbage);
    }
    assert!(served.get("/").contains("first"));
    drop(slow);
}

#[test]
fn a_thousand_requests_are_answered() {
    let served = served();
    thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| {
                for _ in 0..50 {
                    assert!(served.get("/").starts_with("HTTP/1.1 200"));
                }
            });
        }
    });
}

fn news(answer: &str) -> serde_json::Value {
    let body = answer.rsplit("\r\n").next().expect("a body");
    serde_json::from_str(body).expect("news")
}

#[test]
fn a_page_that_waits_hears_of_its_own_new_edition_and_of_no_other() {
    let served = served();
    let page = "/-/edition?page=/";
    let had = news(&served.get(page));
    let waiting = format!(
        "{page}&edition={}&trouble={}",
        had["edition"],
        had["mark"].as_str().expect("a mark")
    );
    let book = served.folder.path().join("book");
    let load = |page: &str| {
        let pages = BTreeSet::from([PathBuf::from(page)]);
        served.site.load(&book, Some(&pages)).expect("the folder is readable");
    };
    thread::scope(|scope| {
        let waiting = scope.spawn(|| news(&served.get(&waiting)));
        load("basic/index.html");
        std::fs::write(book.join("index.html"), "<body>second</body>").expect("a file");
        load("index.html");
        let now = waiting.join().expect("an answer");
        assert_eq!(
            now["edition"],
            had["edition"].as_u64().expect("a number") + 2,
            "not woken by the first"
        );
    });
    assert!(served.get("/").contains("second"));
}

#[test]
fn a_page_that_waits_hears_what_is_wrong_with_the_book_and_that_nothing_is_any_more() {
    let served = served();
    let had = news(&served.get("/-/edition?page=/"));
    let ask = |had: &serde_json::Value| {
        let mark = had["mark"].as_str().expect("a mark");
        format!("/-/edition?page=/&edition={}&trouble={mark}", had["edition"])
    };
    served.site.trouble("src/tide.md:3: the tide is <b>low</b>");
    let now = news(&served.get(&ask(&had)));
    assert_eq!(now["trouble"], "src/tide.md:3: the tide is <b>low</b>");
    assert_eq!(now["edition"], had["edition"], "the page stays");
    served.site.trouble("");
    assert_eq!(news(&served.get(&ask(&now)))["trouble"], "");
}
