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
const REFUSED: [(&str, Test); 10] = [
    ("without_the_token_nothing_runs", without_the_token_nothing_runs),
    ("from_another_origin_nothing_runs", from_another_origin_nothing_runs),
    ("under_another_host_name_nothing_runs", under_another_host_name_nothing_runs),
    ("another_method_than_post_runs_nothing", another_method_than_post_runs_nothing),
    ("only_a_program_that_a_page_shows_runs", only_a_program_that_a_page_shows_runs),
    ("nothing_can_be_added_to_what_the_book_runs", nothing_can_be_added_to_what_the_book_runs),
    (
        "a_listing_is_a_text_of_at_most_64_kib_that_comes_whole_and_soon",
        a_listing_is_a_text_of_at_most_64_kib_that_comes_whole_and_soon,
    ),
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
const RUN: [(&str, Test); 17] = [
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
    (
        "a_readers_listing_runs_and_what_is_not_shown_stays_as_the_file_is",
        a_readers_listing_runs_and_what_is_not_shown_stays_as_the_file_is,
    ),
    (
        "two_pages_that_change_the_same_program_do_not_meet",
        two_pages_that_change_the_same_program_do_not_meet,
    ),
    ("what_fails_points_at_the_readers_line", what_fails_points_at_the_readers_line),
    ("a_run_that_differs_says_where_it_parts", a_run_that_differs_says_where_it_parts),
    (
        "a_readers_version_is_shown_step_by_step_and_its_words_are_words",
        a_readers_version_is_shown_step_by_step_and_its_words_are_words,
    ),
    ("what_cannot_be_shown_step_by_step_says_why", what_cannot_be_shown_step_by_step_says_why),
    (
        "an_answer_to_an_exercise_is_checked_and_noted_as_solved",
        an_answer_to_an_exercise_is_checked_and_noted_as_solved,
    ),
    (
        "a_readers_version_in_rust_points_at_its_lines_and_runs",
        a_readers_version_in_rust_points_at_its_lines_and_runs,
    ),
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

const EBBING: &str = "name=harbour/ebbing&language=python";

const TIDE: &str = "program=harbour/tide&language=python";

/// A small book whose programs can be run, until it is dropped.
struct Served {
    _book: SmallBook,
    address: SocketAddr,
    token: String,
    runtime: Option<Runtime>,
}

/// A program that waits, with a child.
const WAITS: &str = "import os, subprocess, time\nchild = subprocess.Popen(['sleep', '600'])\nprint(os.getpid(), child.pid)\ntime.sleep(600)\n";

/// Programs that a page shows, and one that none shows.
const PROGRAMS: [(&str, &str); 7] = [
    (
        "asks",
        "# clock: real\n# args: 3 4\n# stdin: ebb\nimport sys\nprint(*sys.argv[1:], input())\n",
    ),
    ("floods", "# clock: real\nwhile True:\n    print('water')\n"),
    (
        "waits",
        "# clock: real\nimport os, subprocess, time\nchild = subprocess.Popen(['sleep', '600'])\nprint(os.getpid(), child.pid)\ntime.sleep(600)\n",
    ),
    (
        "part",
        "# args: 7\nimport sys\n# ANCHOR: listing\nprint('part')\n# ANCHOR_END: listing\nprint('after', sys.argv[1])\n",
    ),
    ("crossing", CROSSING),
    ("differs", "# clock: real\nprint('high')\nprint('ebb')\n"),
    ("hidden", "# clock: real\nprint('never shown')\n"),
];

/// A program with a task, to be followed.
const CROSSING: &str = "import asyncio\n\n\nasync def gull():\n    await asyncio.sleep(1)\n    print('gull')\n\n\nasync def main():\n    crossing = asyncio.create_task(gull())\n    await asyncio.sleep(2)\n    print('main')\n    await crossing\n\n\nasyncio.run(main())\n";

fn served(limit: Duration) -> Served {
    let book = SmallBook::new();
    for (name, text) in PROGRAMS {
        book.write(&format!("examples/harbour/python/{name}.py"), text);
        if name != "hidden" {
            book.append(&format!("{{{{#program harbour/{name} python}}}}"));
        }
    }
    book.write("examples/harbour/transcripts/asks.txt", "3 4 ebb\n");
    book.write("examples/harbour/transcripts/part.txt", "part\nafter 7\n");
    book.write("examples/harbour/transcripts/crossing.txt", "gull\nmain\n");
    let check = "from answer import tide\nfrom exam import expect\ndef check():\n    expect(tide() == 6, 'The tide is not at six.')\n";
    book.write("exercises/harbour/ebbing/check.py", check);
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

    /// The same with a reader's listing.
    fn with_listing(&self, query: &str, listing: &str) -> String {
        let length = listing.len();
        let end = format!(
            "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: {length}\r\n\r\n{listing}"
        );
        self.request(query).replace("Content-Length: 0\r\n\r\n", &end)
    }

    /// All that a page can ask for.
    fn requests(&self, query: &str) -> Vec<String> {
        let mut requests = vec![self.request(query)];
        requests.push(self.with_listing(query, "print('changed')\n"));
        let steps: Vec<_> = requests.iter().map(|it| it.replace("/-/run", "/-/step")).collect();
        requests.extend(steps);
        let answer = self.with_listing(EBBING, "print('mine')\n");
        requests.push(
            answer.replace("/-/run", "/-/exercise").replace(EBBING, &query.replace(TIDE, EBBING)),
        );
        requests
    }

    fn answer(&self, request: &str) -> String {
        all_of(ask(self.address, request))
    }

    fn run(&self, name: &str) -> TcpStream {
        ask(self.address, &self.request(&python(name)))
    }

    /// What is answered to a reader's listing, at this door.
    fn changed(&self, door: &str, query: &str, listing: &str) -> String {
        self.answer(&self.with_listing(query, listing).replace("/-/run", door))
    }

    /// A program that waits: the book's, and a reader's, each run when it is asked for.
    fn both_that_wait(&self) -> impl Iterator<Item = TcpStream> {
        let requests = [self.request(&python("waits")), self.with_listing(TIDE, WAITS)];
        requests.into_iter().map(|request| ask(self.address, &request))
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

fn python(name: &str) -> String {
    format!("program=harbour/{name}&language=python")
}

/// All that a program has printed.
fn printed(answer: &str) -> String {
    let records = answer.lines().filter_map(|line| serde_json::from_str(line).ok());
    let lines =
        records.filter_map(|record: serde_json::Value| record["print"].as_str().map(str::to_owned));
    lines.collect()
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
    let line = format!("X-Press-Token: {}\r\n", served.token);
    for other in [
        String::new(),
        "X-Press-Token: \r\n".to_owned(),
        line.replace(&served.token, &"0".repeat(64)),
        line.replace(&served.token, &served.token[1..]),
        format!("Cookie: token={}\r\n", served.token),
    ] {
        for request in served.requests(TIDE) {
            served.assert_refused(&request.replace(&line, &other), 403);
        }
    }
    for request in served.requests(&format!("{TIDE}&token={}", served.token)) {
        served.assert_refused(&request.replace(&line, ""), 403);
    }
    let in_body = served.with_listing(TIDE, &format!("X-Press-Token: {}\r\n", served.token));
    served.assert_refused(&in_body.replacen(&line, "", 1), 403);
}

fn from_another_origin_nothing_runs() {
    let served = served(PATIENCE);
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
        for request in served.requests(TIDE) {
            served.assert_refused(&request.replace(&line, &other), 403);
        }
    }
}

fn under_another_host_name_nothing_runs() {
    let served = served(PATIENCE);
    let address = served.address.to_string();
    for host in ["evil.example", "evil.example:80", "127.0.0.1"] {
        for request in served.requests(TIDE) {
            served.assert_refused(&request.replace(&address, host), 421);
        }
    }
}

fn another_method_than_post_runs_nothing() {
    let served = served(PATIENCE);
    for method in ["GET", "HEAD", "PUT", "OPTIONS", "post"] {
        for request in served.requests(TIDE) {
            served.assert_refused(&request.replacen("POST", method, 1), 405);
        }
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
        for request in served.requests(query) {
            let is_exercise = request.contains("/-/exercise") && query.starts_with("program=");
            served.assert_refused(&request, if is_exercise { 400 } else { status });
        }
    }
    for (query, status) in [
        ("name=harbour/none&language=python", 404),
        ("name=../exercises/harbour/ebbing&language=python", 404),
        ("name=harbour/ebbing/&language=python", 404),
        ("name=harbour%2febbing&language=python", 404),
        ("name=harbour/ebbing&language=rust", 404),
        ("name=harbour/tide&language=python", 404),
        ("name=harbour/ebbing&language=python&args=-c", 404),
        ("program=harbour/tide&language=python", 400),
        ("language=python&name=harbour/ebbing", 400),
    ] {
        let request = served.with_listing(query, "print('mine')\n");
        served.assert_refused(&request.replace("/-/run", "/-/exercise"), status);
    }
    let nothing = served.request(EBBING).replace("/-/run", "/-/exercise");
    served.assert_refused(&nothing, 400);
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
        for request in served.requests(query).into_iter().take(4) {
            served.assert_refused(&request, 404);
        }
    }
}

fn a_listing_is_a_text_of_at_most_64_kib_that_comes_whole_and_soon() {
    let served = served(PATIENCE);
    let changed = served.with_listing(TIDE, "args");
    let [kind, length] = ["Content-Type: text/plain;charset=UTF-8\r\n", "Content-Length: 4\r\n"];
    for other in [
        "",
        "Content-Type: \r\n",
        "Content-Type: text/plain\r\n",
        "Content-Type: text/plain;charset=latin1\r\n",
        "Content-Type: text/plain;charset=utf-8;x=y\r\n",
        "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Type: multipart/form-data; boundary=x\r\n",
        "Content-Type: application/json\r\n",
    ] {
        served.assert_refused(&changed.replace(kind, other), 415);
    }
    // Its size is not said, or it has no end.
    let chunked = "Transfer-Encoding: chunked\r\n";
    let whole = "\r\n4\r\nargs\r\n0\r\n\r\n";
    for body in [whole, "\r\n4\r\nargs\r\n", "\r\nffffffff\r\nargs"] {
        let request = changed.replace(length, chunked).replace("\r\nargs", body);
        served.assert_refused(&request, 411);
    }
    for size in ["4\r\nContent-Length: 5", "-1", "0x4", "4, 5", "99999999999999999999"] {
        let request = changed.replace(length, &format!("Content-Length: {size}\r\n"));
        served.assert_refused(&request, 400);
    }
    for size in [64 * 1024 + 1, 1_u64 << 40] {
        let request = changed.replace(length, &format!("Content-Length: {size}\r\n"));
        served.assert_refused(&request, 413);
    }
    // Bytes that are no text, and half a letter.
    for bytes in [b"\xff\xfe  ", b"ab\xf0\x9f"] {
        let mut stream = ask(served.address, changed.trim_end_matches("args"));
        stream.write_all(bytes).expect("a socket");
        let answer = all_of(stream);
        assert!(answer.starts_with("HTTP/1.1 400") && !answer.contains("{\""), "{answer}");
    }
    // Of a stranger, no listing is waited for.
    let (asked, started) = (changed.trim_end_matches("args"), Instant::now());
    served.assert_refused(&asked.replace(&served.token, &"0".repeat(64)), 403);
    assert!(started.elapsed() < PATIENCE / 6);
    // One that stops half-way is given up, and one that is broken off runs nothing.
    let late = all_of(ask(served.address, changed.trim_end_matches("gs")));
    assert!(late.starts_with("HTTP/1.1 408") && !late.contains("{\""), "{late}");
    let torn = ask(served.address, changed.trim_end_matches("gs"));
    torn.shutdown(Shutdown::Write).expect("a socket");
    assert!(!all_of(torn).contains("{\""));
    let most = format!("#{}\n", "x".repeat(64 * 1024 - 2));
    assert!(served.answer(&served.with_listing(TIDE, &most)).contains("exit code 0"));
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
    let mut requests = vec![page, served.request("")];
    requests.extend(served.requests(TIDE).iter().map(|it| it.replacen("POST", "OPTIONS", 1)));
    for request in requests {
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
    for asked in served.requests(TIDE) {
        let asked = asked.replace(&served.address.to_string(), &address.to_string());
        assert!(all_of(ask(address, &asked)).starts_with("HTTP/1.1 405"), "{asked}");
    }
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
    let running: Vec<_> = served.both_that_wait().collect();
    let all: Vec<_> = running.iter().map(processes).collect();
    for request in served.requests(TIDE) {
        served.assert_refused(&request, 429);
    }
    let [first, second] = <[_; 2]>::try_from(running).expect("two run");
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
    let served = served(PATIENCE);
    let changed = served.changed("/-/run", TIDE, "while True:\n    print('water')\n");
    for answer in [all_of(served.run("floods")), changed] {
        let end = "stopped: it printed more than 64 KiB";
        assert!(answer.contains(end), "{}", &answer[answer.len() - 300..]);
        let count = answer.matches("water").count();
        assert!((10_000..=64 * 1024 / 6 + 1).contains(&count), "{count}");
    }
}

fn a_program_that_does_not_end_is_stopped_when_its_time_is_up() {
    let served = served(Duration::from_secs(2));
    for stream in served.both_that_wait() {
        let processes = processes(&stream);
        let answer = all_of(stream);
        assert!(answer.contains("stopped after 2 s"), "{answer}");
        assert_end(&processes, Duration::from_secs(5));
    }
}

fn a_page_that_goes_away_takes_its_program_and_the_children_of_that_along() {
    let served = served(PATIENCE);
    for leave in [(|stream| drop(stream)) as fn(TcpStream), |stream| {
        let _ = stream.shutdown(Shutdown::Both);
    }] {
        for stream in served.both_that_wait() {
            let processes = processes(&stream);
            leave(stream);
            assert_end(&processes, Duration::from_secs(10));
        }
    }
}

fn a_page_that_asks_on_before_it_goes_takes_its_program_along_too() {
    let served = served(PATIENCE);
    for mut stream in served.both_that_wait() {
        let processes = processes(&stream);
        stream.write_all(b"GET / HTTP/1.1\r\n").expect("a socket");
        drop(stream);
        assert_end(&processes, Duration::from_secs(10));
    }
}

fn a_server_that_ends_takes_its_programs_along() {
    let mut served = served(PATIENCE);
    let streams: Vec<_> = served.both_that_wait().collect();
    let processes: Vec<_> = streams.iter().flat_map(processes).collect();
    drop(served.runtime.take());
    assert_end(&processes, Duration::from_secs(10));
}

fn a_readers_listing_runs_and_what_is_not_shown_stays_as_the_file_is() {
    let served = served(PATIENCE);
    let part = "# args: 8\nprint(__file__, sys.argv[1])\nprint(open('asks.py').read()[:13])\n";
    let answer = served.changed("/-/run", &python("part"), part);
    let lines = printed(&answer);
    assert!(lines.ends_with("part.py 7\n# clock: real\nafter 7\n"), "{lines}");
    let file = served._book.file("examples/harbour/python/part.py");
    let text = std::fs::read_to_string(file).expect("the program");
    assert!(text.contains("print('part')") && !text.contains("__file__"), "{text}");
    let made = "import os\nprint(os.path.isdir('../../../target/drafts'))\n";
    assert_eq!(printed(&served.changed("/-/run", TIDE, made)), "True\n");
    // Neither a first line nor one with a name of the harness's is the harness's.
    for first in ["# stdin: none", "# note: mine", "# ANCHOR: listing"] {
        let listing = format!("{first}\nprint(input())\n");
        let answer = served.changed("/-/run", &python("asks"), &listing);
        assert!(answer.contains(r#"{"print":"ebb\n"}"#), "{first}: {answer}");
    }
    // Line ends of another system, and no listing at all.
    let answer = served.changed("/-/run", &python("asks"), "if True:\r\n    print(1)\r\n");
    assert!(answer.contains(r#"{"print":"1\n"}"#), "{answer}");
    let answer = served.changed("/-/run", &python("part"), "\n");
    assert!(answer.contains(r#"{"print":"after 7\n"}"#), "{answer}");
}

fn two_pages_that_change_the_same_program_do_not_meet() {
    let served = served(PATIENCE);
    let text = |word: &str| {
        format!(
            "import os, time\nprint(*os.getcwd().split('/'), flush=True)\ntime.sleep(1)\nprint('{word}', open('tide.py').read().count('{word}'))\n"
        )
    };
    let request = |word: &str| ask(served.address, &served.with_listing(TIDE, &text(word)));
    let streams = ["gull", "heron"].map(request);
    let answers = streams.map(all_of);
    assert!(answers[0].contains("gull 2") && answers[1].contains("heron 2"), "{answers:?}");
    // Their folders are gone with them.
    for answer in answers {
        let (_, rest) = answer.split_once(r#"{"print":""#).expect("it prints");
        let folder = rest.split("\\n").next().expect("its folder").replace(' ', "/");
        assert!(folder.contains("/drafts/"), "{folder}");
        let deadline = Instant::now() + PATIENCE;
        while std::path::Path::new(&folder).exists() {
            assert!(Instant::now() < deadline, "{folder} is still there");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

fn what_fails_points_at_the_readers_line() {
    let served = served(PATIENCE);
    let answer = served.changed("/-/run", &python("asks"), "def ebb():\n    1 / 0\n\nebb()\n");
    let mark = r#"{"mark":{"line":2,"text":"ZeroDivisionError: division by zero"}}"#;
    assert!(answer.contains(mark), "{answer}");
    let answer = served.changed("/-/run", &python("part"), "print('high')\nprint('ebb'\n");
    assert!(answer.contains(r#"{"mark":{"line":2,"text":"SyntaxError: "#), "{answer}");
    // Files have their names in the book.
    let folder = served._book.root().canonicalize().expect("a folder");
    served._book.write("examples/harbour/python/low.py", "def ebb():\n    1 / 0\n");
    let answer = served.changed("/-/run", TIDE, "import low\nlow.ebb()\n");
    let file = format!("{}/examples/harbour/python/low.py", folder.display());
    assert!(answer.contains(&file) && !answer.contains("/drafts/"), "{answer}");
    // A line that is not shown has no mark.
    let answer = served.changed("/-/run", &python("part"), "sys.argv.clear()\n");
    assert!(answer.contains("IndexError") && !answer.contains(r#"{"mark""#), "{answer}");
}

fn a_run_that_differs_says_where_it_parts() {
    let served = served(PATIENCE);
    let later = CROSSING.replace("sleep(1)", "sleep(3)");
    let answer = served.changed("/-/run", &python("crossing"), &later);
    let (_, why) = answer.split_once(r#""why":""#).expect(&answer);
    let parts =
        "The two runs part at 0.0 s. Recorded: Task 1 · gull sets a timer due at 1.0 s and parks";
    assert!(why.starts_with(parts), "{why}");
    let held = "`gull` cannot come here: task 1 · gull, which prints it, waits until 3.0 s, and here it is 2.0 s.";
    assert!(why.contains(held), "{why}");
    assert!(answer.contains(r#"{"line":5,"why""#), "{answer}");
    for same in [CROSSING.to_owned(), CROSSING.replace("sleep(1)", "sleep(1.5)")] {
        let answer = served.changed("/-/run", &python("crossing"), &same);
        assert!(answer.contains("exit code 0") && !answer.contains("why"), "{answer}");
    }
}

fn a_readers_version_is_shown_step_by_step_and_its_words_are_words() {
    let served = served(PATIENCE);
    let hostile = r#"<img src=x onerror=alert(1)>"#;
    let listing = CROSSING.replace("'gull'", &format!("'{hostile}'"));
    let answer = served.changed("/-/step", &python("crossing"), &listing);
    let (_, figure) = answer.split_once(r#"{"figure":""#).expect(&answer);
    assert!(figure.contains("yours-harbour-crossing-python"), "{figure}");
    assert!(figure.contains("&lt;img src=x onerror=alert(1)&gt;"), "{figure}");
    assert!(!figure.contains("<img"), "{figure}");
    // One that fails is drawn up to its end, and what it says of its end is no step.
    let fails = CROSSING.replace("print('gull')", "1 / 0");
    let answer = served.changed("/-/step", &python("crossing"), &fails);
    let end = "ends with an error: <samp>ZeroDivisionError: division by zero</samp>";
    assert!(answer.contains(end) && !answer.contains("Traceback"), "{answer}");
    let as_it_is = served.request(&python("crossing")).replace("/-/run", "/-/step");
    let answer = served.answer(&as_it_is);
    assert!(answer.contains(r#"{"figure":""#) && !answer.contains("onerror"), "{answer}");
}

fn what_cannot_be_shown_step_by_step_says_why() {
    let served = served(PATIENCE / 4);
    let many = "    crossings = [asyncio.create_task(gull()) for _ in range(24)]\n";
    let many = CROSSING.replace("    crossing = asyncio.create_task(gull())\n", many);
    let many = many.replace("await crossing", "await crossings[-1]");
    let race = "import asyncio, random\nasync def main():\n    for _ in range(random.randrange(99)):\n        await asyncio.sleep(0)\nasyncio.run(main())\n";
    let long = "import asyncio\nasync def main():\n    for _ in range(400):\n        await asyncio.sleep(0)\nasyncio.run(main())\n";
    let ends = CROSSING.replace("await crossing", "await asyncio.Event().wait()");
    let answer = served.changed("/-/step", &python("crossing"), "import asyncio\nebb(\n");
    assert!(answer.contains(r#"{"mark":{"line":2,"text":"SyntaxError: "#), "{answer}");
    for (listing, why) in [
        (many.as_str(), "it has 25 tasks, of at most 24"),
        ("print('no task')\n", "no task of a loop that can be recorded was seen"),
        ("print('half'\n", "no task of a loop that can be recorded was seen"),
        (race, "it is a race"),
        (long, "steps, of at most 500 that are drawn"),
        (&ends, "it did not end in "),
    ] {
        let answer = served.changed("/-/step", &python("crossing"), listing);
        assert!(answer.contains(why) && !answer.contains("<figure"), "{why}: {answer}");
    }
}

fn an_answer_to_an_exercise_is_checked_and_noted_as_solved() {
    let served = served(PATIENCE);
    let check = |answer: &str| served.changed("/-/exercise", EBBING, answer);
    let solved = served._book.file("attempts/solved");
    let answer = check("def tide():\n    return 1 / 0\n");
    assert!(answer.contains(r#"{"end":"it does not pass yet","holds":false,"says":"#), "{answer}");
    let mark = r#"{"mark":{"line":2,"text":"ZeroDivisionError: division by zero"}}"#;
    assert!(answer.contains(mark), "{answer}");
    let answer = check("while True:\n    print('water' * 100)\n");
    assert!(answer.contains("It prints more than 64 KiB."), "{}", &answer[answer.len() - 300..]);
    assert!(!solved.exists());
    let answer = check("def tide():\n    return 5\n");
    assert!(answer.contains(r#""holds":false,"says":"The tide is not at six.""#), "{answer}");
    let answer = check("def tide():\n    return 6\n");
    assert!(answer.contains(r#"{"end":"it passes","holds":true}"#), "{answer}");
    let noted = std::fs::read_to_string(solved).expect("it is noted");
    assert_eq!(noted, "harbour/ebbing python\n");
}

fn a_readers_version_in_rust_points_at_its_lines_and_runs() {
    let served = served(PATIENCE);
    let tide = "program=harbour/tide&language=rust";
    let wrong = "fn main() {\n    let tide: u8 = \"high\";\n}\n";
    let answer = served.changed("/-/run", tide, wrong);
    let mark = r#"{"mark":{"line":2,"text":"error: mismatched types [E0308]"}}"#;
    assert!(answer.contains(mark), "{answer}");
    assert!(answer.contains("--> examples/harbour/src/bin/tide.rs:3:"), "{answer}");
    assert!(answer.contains(r#"{"end":"it does not compile"}"#), "{answer}");
    let panics = "fn main() {\n    println!(\"ebb\");\n    panic!(\"low\");\n}\n";
    let answer = served.changed("/-/run", tide, panics);
    assert!(answer.contains(r#"{"mark":{"line":3,"text":"panicked: low"}}"#), "{answer}");
    assert!(answer.contains(r#"["high  tide","ebb"]"#), "{answer}");
    let answer = served.answer(&served.request(tide));
    assert!(answer.contains(r#""rows":[]"#), "{answer}");
    // What a chapter's programs share is as it is now.
    let uses = "fn main() {\n    println!(\"{}\", harbour::ebb());\n}\n";
    for depth in [3, 4] {
        let library = format!("pub fn ebb() -> u8 {{\n    {depth}\n}}\n");
        served._book.write("examples/harbour/src/lib.rs", library);
        let answer = served.changed("/-/run", tide, uses);
        assert_eq!(printed(&answer), format!("{depth}\n"), "{answer}");
    }
}
