//! Who can have a program run, which, and when it ends: the tests ask as an attacker would.

#[allow(dead_code, reason = "this book is not harmed")]
mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use common::SmallBook;
use libtest_mimic::{Failed, Trial};
use press::book::Book;
use press::printed::Changes;
use press::runs::Runs;
use press::serve::{self, Site};
use tokio::runtime::Runtime;

type Test = fn();

/// What is refused before any program starts.
const REFUSED: [(&str, Test); 9] = [
    ("without_the_token_nothing_runs", without_the_token_nothing_runs),
    ("from_another_origin_nothing_runs", from_another_origin_nothing_runs),
    ("under_another_host_name_nothing_runs", under_another_host_name_nothing_runs),
    ("another_method_than_post_runs_nothing", another_method_than_post_runs_nothing),
    ("only_a_program_that_a_page_shows_runs", only_a_program_that_a_page_shows_runs),
    ("nothing_can_be_added_to_what_the_book_runs", nothing_can_be_added_to_what_the_book_runs),
    (
        "the_token_is_another_for_each_server_and_in_pages_only",
        the_token_is_another_for_each_server_and_in_pages_only,
    ),
    (
        "no_other_site_may_frame_a_page_or_read_an_answer",
        no_other_site_may_frame_a_page_or_read_an_answer,
    ),
    (
        "a_site_without_runs_has_neither_script_nor_door",
        a_site_without_runs_has_neither_script_nor_door,
    ),
];

/// What happens to programs, here in Python.
const RUN: [(&str, Test); 9] = [
    (
        "a_program_runs_with_the_arguments_and_the_input_of_its_header",
        a_program_runs_with_the_arguments_and_the_input_of_its_header,
    ),
    (
        "a_difference_from_the_recorded_lines_is_shown_row_by_row",
        a_difference_from_the_recorded_lines_is_shown_row_by_row,
    ),
    ("lines_come_while_the_program_runs", lines_come_while_the_program_runs),
    ("a_third_program_waits_for_a_place", a_third_program_waits_for_a_place),
    (
        "a_program_that_prints_without_end_is_stopped_with_a_note",
        a_program_that_prints_without_end_is_stopped_with_a_note,
    ),
    (
        "a_program_that_does_not_end_is_stopped_when_its_time_is_up",
        a_program_that_does_not_end_is_stopped_when_its_time_is_up,
    ),
    (
        "a_page_that_goes_away_takes_its_program_and_the_children_of_that_along",
        a_page_that_goes_away_takes_its_program_and_the_children_of_that_along,
    ),
    (
        "a_page_that_asks_on_before_it_goes_takes_its_program_along_too",
        a_page_that_asks_on_before_it_goes_takes_its_program_along_too,
    ),
    ("a_server_that_ends_takes_its_programs_along", a_server_that_ends_takes_its_programs_along),
];

fn main() -> ExitCode {
    let trial = |(name, test): (&str, Test)| {
        Trial::test(name, move || -> Result<(), Failed> {
            test();
            Ok(())
        })
    };
    let has_python = !proof::pythons().is_empty();
    let run = RUN.map(|(name, test)| match has_python {
        true => trial((name, test)),
        false => yardstick::lacking(name, "no Python from 3.11 on is on PATH; install one"),
    });
    let trials = REFUSED.map(trial).into_iter().chain(run).collect();
    yardstick::conclude(trials)
}

/// Longer than any of these programs may take.
const PATIENCE: Duration = Duration::from_secs(30);

const TIDE: &str = "program=harbour/tide&language=python";

/// A small book whose programs can be run, until it is dropped.
struct Served {
    _book: SmallBook,
    address: SocketAddr,
    token: String,
    runtime: Option<Runtime>,
}

/// Programs that a page shows, and one that none shows.
const PROGRAMS: [(&str, &str); 5] = [
    (
        "asks",
        "# clock: real\n# args: 3 4\n# stdin: ebb\nimport sys\nprint(*sys.argv[1:], input())\n",
    ),
    ("floods", "# clock: real\nwhile True:\n    print('water')\n"),
    (
        "waits",
        "# clock: real\nimport os, subprocess, time\nchild = subprocess.Popen(['sleep', '600'])\nprint(os.getpid(), child.pid)\ntime.sleep(600)\n",
    ),
    ("differs", "# clock: real\nprint('high')\nprint('ebb')\n"),
    ("hidden", "# clock: real\nprint('never shown')\n"),
];

fn served(limit: Duration) -> Served {
    let book = SmallBook::new();
    for (name, text) in PROGRAMS {
        book.write(&format!("examples/harbour/python/{name}.py"), text);
        if name != "hidden" {
            book.append(&format!("{{{{#program harbour/{name} python}}}}"));
        }
    }
    book.write("examples/harbour/transcripts/asks.txt", "3 4 ebb\n");
    let recorded = "high\nlow\nebb\n";
    book.write("examples/harbour/transcripts/differs.txt", recorded);
    book.write("target/book/index.html", "<body>first</body>");
    let runs = Runs::new(book.root(), limit).expect("random numbers");
    runs.list(&Book::read(book.root(), &Changes::new()));
    let token = runs.token().to_owned();
    let site = Arc::new(Site::with(runs));
    site.load(&book.file("target/book"), None).expect("a folder");
    let (address, runtime) = serve(site);
    Served { _book: book, address, token, runtime: Some(runtime) }
}

fn serve(site: Arc<Site>) -> (SocketAddr, Runtime) {
    let listener = serve::listen().expect("a free port");
    let address = listener.local_addr().expect("an address");
    let runtime = Runtime::new().expect("a runtime");
    runtime.spawn(serve::serve(listener, site));
    (address, runtime)
}

fn ask(address: SocketAddr, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
    stream.write_all(request.as_bytes()).expect("a socket");
    stream
}

fn all_of(mut stream: TcpStream) -> String {
    let deadline = Instant::now() + PATIENCE;
    let mut answer = Vec::new();
    let mut chunk = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut chunk) {
        answer.extend_from_slice(&chunk[..read]);
        assert!(Instant::now() < deadline, "the answer does not end");
    }
    String::from_utf8_lossy(&answer).into_owned()
}

impl Served {
    /// The request of the book's own page.
    fn request(&self, query: &str) -> String {
        let (address, token) = (self.address, &self.token);
        format!(
            "POST /-/run?{query} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
            X-Press-Token: {token}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        )
    }

    fn answer(&self, request: &str) -> String {
        all_of(ask(self.address, request))
    }

    fn run(&self, name: &str) -> TcpStream {
        let query = format!("program=harbour/{name}&language=python");
        ask(self.address, &self.request(&query))
    }

    #[track_caller]
    fn assert_refused(&self, request: &str, status: u16) {
        let answer = self.answer(request);
        let start = format!("HTTP/1.1 {status}");
        assert!(answer.starts_with(&start), "{request}\n{answer}");
        assert!(!answer.contains("{\""), "something has run: {answer}");
        assert_eq!(answer.contains("\r\nallow: POST\r\n"), status == 405, "{answer}");
    }
}

/// The program and its child, once they say who they are.
fn processes(stream: &TcpStream) -> Vec<String> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let line = lines.find(|line| line.contains("print"));
    let line = line.expect("the program prints");
    let digits = line.split(|c: char| !c.is_ascii_digit());
    let found: Vec<_> = digits.filter(|word| !word.is_empty()).map(str::to_owned).collect();
    assert_eq!(found.len(), 2, "{line}");
    found
}

#[track_caller]
fn assert_end(processes: &[String], limit: Duration) {
    let deadline = Instant::now() + limit;
    for process in processes {
        let is_alive = || {
            let ps = Command::new("ps").args(["-o", "stat=", "-p", process]).output();
            let state = ps.expect("ps starts").stdout;
            !state.is_empty() && state[0] != b'Z'
        };
        while is_alive() {
            assert!(Instant::now() < deadline, "{process} still runs");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

fn without_the_token_nothing_runs() {
    let served = served(PATIENCE);
    let request = served.request(TIDE);
    let line = format!("X-Press-Token: {}\r\n", served.token);
    for other in [
        String::new(),
        "X-Press-Token: \r\n".to_owned(),
        line.replace(&served.token, &"0".repeat(64)),
        line.replace(&served.token, &served.token[1..]),
        format!("Cookie: token={}\r\n", served.token),
    ] {
        served.assert_refused(&request.replace(&line, &other), 403);
    }
    let in_query = format!("{TIDE}&token={}", served.token);
    served.assert_refused(&served.request(&in_query).replace(&line, ""), 403);
}

fn from_another_origin_nothing_runs() {
    let served = served(PATIENCE);
    let request = served.request(TIDE);
    let line = format!("Origin: http://{}\r\n", served.address);
    let port = served.address.port();
    for other in [
        String::new(),
        "Origin: null\r\n".to_owned(),
        "Origin: http://evil.example\r\n".to_owned(),
        format!("Origin: http://evil.example:{port}\r\n"),
        format!("Origin: http://127.0.0.1.evil.example:{port}\r\n"),
        format!("Origin: https://127.0.0.1:{port}\r\n"),
        "Origin: http://127.0.0.1\r\n".to_owned(),
        format!("Origin: http://127.0.0.1:{}\r\n", port ^ 1),
        // Another name of this machine is another site.
        format!("Origin: http://localhost:{port}\r\n"),
        format!("Referer: http://127.0.0.1:{port}/\r\n"),
    ] {
        served.assert_refused(&request.replace(&line, &other), 403);
    }
}

fn under_another_host_name_nothing_runs() {
    let served = served(PATIENCE);
    let address = served.address.to_string();
    for host in ["evil.example", "evil.example:80", "127.0.0.1"] {
        let request = served.request(TIDE).replace(&address, host);
        served.assert_refused(&request, 421);
    }
}

fn another_method_than_post_runs_nothing() {
    let served = served(PATIENCE);
    for method in ["GET", "HEAD", "PUT", "OPTIONS", "post"] {
        let request = served.request(TIDE).replacen("POST", method, 1);
        served.assert_refused(&request, 405);
    }
}

fn only_a_program_that_a_page_shows_runs() {
    let served = served(PATIENCE);
    for (query, status) in [
        ("program=harbour/hidden&language=python", 404),
        ("program=harbour/none&language=python", 404),
        ("program=harbour/../harbour/tide&language=python", 404),
        ("program=../harbour/tide&language=python", 404),
        ("program=harbour/tide.py&language=python", 404),
        ("program=harbour%2ftide&language=python", 404),
        ("program=HARBOUR/tide&language=python", 404),
        ("program=/etc/passwd&language=python", 404),
        ("program=&language=python", 404),
        ("program=harbour/tide&language=sh", 404),
        ("program=harbour/tide&language=Python", 404),
        ("program=harbour/asks&language=rust", 404),
        ("language=python&program=harbour/tide", 400),
        ("program=harbour/tide", 400),
        ("", 400),
    ] {
        served.assert_refused(&served.request(query), status);
    }
}

fn nothing_can_be_added_to_what_the_book_runs() {
    let served = served(PATIENCE);
    for query in [
        "program=harbour/tide&language=python&args=-c",
        "program=harbour/tide&language=python%20-c",
        "program=harbour/tide&language=python&language=python",
        "program=harbour/tide%20-c&language=python",
        "program=harbour/tide&args=1&language=python",
    ] {
        served.assert_refused(&served.request(query), 404);
    }
    let request = served.request(TIDE);
    let body = request.replace("Content-Length: 0\r\n\r\n", "Content-Length: 4\r\n\r\nargs");
    served.assert_refused(&body, 400);
    let chunked = "Transfer-Encoding: chunked\r\n\r\n4\r\nargs\r\n0\r\n\r\n";
    served.assert_refused(&request.replace("Content-Length: 0\r\n\r\n", chunked), 400);
}

fn the_token_is_another_for_each_server_and_in_pages_only() {
    let [one, two] = [served(PATIENCE), served(PATIENCE)];
    assert_ne!(one.token, two.token);
    assert_eq!(one.token.len(), 64);
    let get = |path: &str| {
        let address = one.address;
        one.answer(&format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"))
    };
    assert!(get("/").contains(&one.token));
    for path in ["/-/run.js", "/-/reload.js", "/-/edition", "/-/run"] {
        assert!(!get(path).contains(&one.token), "{path}");
    }
    let stranger = one.request(TIDE).replace(&one.token, &two.token);
    one.assert_refused(&stranger, 403);
}

fn no_other_site_may_frame_a_page_or_read_an_answer() {
    let served = served(PATIENCE);
    let page = served.request("").replace("POST /-/run?", "GET /");
    let preflight = served.request(TIDE).replacen("POST", "OPTIONS", 1);
    for request in [page, preflight, served.request("")] {
        let answer = served.answer(&request).to_lowercase();
        assert!(answer.contains("frame-ancestors 'none'"), "{answer}");
        assert!(!answer.contains("access-control-"), "{answer}");
    }
}

fn a_site_without_runs_has_neither_script_nor_door() {
    let served = served(PATIENCE);
    let site = Arc::new(Site::default());
    site.load(&served._book.file("target/book"), None).expect("a folder");
    let (address, _runtime) = serve(site);
    let request = served.request(TIDE);
    let request = request.replace(&served.address.to_string(), &address.to_string());
    assert!(all_of(ask(address, &request)).starts_with("HTTP/1.1 405"));
    let page = all_of(ask(address, &request.replace("POST /-/run", "GET /")));
    assert!(page.contains("first") && !page.contains("run.js"), "{page}");
}

fn a_program_runs_with_the_arguments_and_the_input_of_its_header() {
    let answer = all_of(served(PATIENCE).run("asks"));
    assert!(answer.contains(r#"{"print":"3 4 ebb\n"}"#), "{answer}");
    assert!(answer.contains(r#"{"end":"exit code 0","rows":[]}"#), "{answer}");
}

fn a_difference_from_the_recorded_lines_is_shown_row_by_row() {
    let answer = all_of(served(PATIENCE).run("differs"));
    let rows = r#""rows":[["high","high"],["low",null],["ebb","ebb"]]"#;
    assert!(answer.contains(rows), "{answer}");
}

fn lines_come_while_the_program_runs() {
    let served = served(PATIENCE);
    let started = Instant::now();
    processes(&served.run("waits"));
    assert!(started.elapsed() < PATIENCE / 2);
}

fn a_third_program_waits_for_a_place() {
    let served = served(PATIENCE);
    let running = [served.run("waits"), served.run("waits")];
    let all = running.each_ref().map(processes);
    served.assert_refused(&served.request(TIDE), 429);
    let [first, second] = running;
    drop(first);
    assert_end(&all[0], PATIENCE);
    let deadline = Instant::now() + PATIENCE;
    while !served.answer(&served.request(TIDE)).contains("exit code 0") {
        assert!(Instant::now() < deadline, "no place becomes free");
    }
    drop(second);
    assert_end(&all[1], PATIENCE);
}

fn a_program_that_prints_without_end_is_stopped_with_a_note() {
    let answer = all_of(served(PATIENCE).run("floods"));
    let end = "stopped: it printed more than 64 KiB";
    assert!(answer.contains(end), "{}", &answer[answer.len() - 300..]);
    let count = answer.matches("water").count();
    assert!((10_000..=64 * 1024 / 6 + 1).contains(&count), "{count}");
}

fn a_program_that_does_not_end_is_stopped_when_its_time_is_up() {
    let served = served(Duration::from_secs(2));
    let stream = served.run("waits");
    let processes = processes(&stream);
    let answer = all_of(stream);
    assert!(answer.contains("stopped after 2 s"), "{answer}");
    assert_end(&processes, Duration::from_secs(5));
}

fn a_page_that_goes_away_takes_its_program_and_the_children_of_that_along() {
    let served = served(PATIENCE);
    for leave in [(|stream| drop(stream)) as fn(TcpStream), |stream| {
        let _ = stream.shutdown(Shutdown::Both);
    }] {
        let stream = served.run("waits");
        let processes = processes(&stream);
        leave(stream);
        assert_end(&processes, Duration::from_secs(10));
    }
}

fn a_page_that_asks_on_before_it_goes_takes_its_program_along_too() {
    let served = served(PATIENCE);
    let mut stream = served.run("waits");
    let processes = processes(&stream);
    stream.write_all(b"GET / HTTP/1.1\r\n").expect("a socket");
    drop(stream);
    assert_end(&processes, Duration::from_secs(10));
}

fn a_server_that_ends_takes_its_programs_along() {
    let mut served = served(PATIENCE);
    let stream = served.run("waits");
    let processes = processes(&stream);
    drop(served.runtime.take());
    assert_end(&processes, Duration::from_secs(10));
}
