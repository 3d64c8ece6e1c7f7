//! `cargo book` as its user sees it: what it says of a fault, what it serves meanwhile, how it ends.

mod common;

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use common::SmallBook;
use libtest_mimic::{Failed, Trial};
use rustix::process::{Pid, Signal, kill_process};

/// What holds of it, and the tests that show it.
const BEHAVIOURS: [(&str, fn()); 9] = [
    (
        "a_deleted_chapter_is_named_and_the_last_book_stays",
        a_deleted_chapter_is_named_and_the_last_book_stays,
    ),
    (
        "a_page_that_is_not_utf8_is_named_and_the_last_book_stays",
        a_page_that_is_not_utf8_is_named_and_the_last_book_stays,
    ),
    (
        "a_program_that_does_not_compile_is_named_and_the_last_book_stays",
        a_program_that_does_not_compile_is_named_and_the_last_book_stays,
    ),
    (
        "a_folder_that_cannot_be_written_is_named_and_the_last_book_stays",
        a_folder_that_cannot_be_written_is_named_and_the_last_book_stays,
    ),
    (
        "a_change_to_the_text_is_served_without_a_restart",
        a_change_to_the_text_is_served_without_a_restart,
    ),
    (
        "a_change_to_a_stage_is_served_without_a_restart",
        a_change_to_a_stage_is_served_without_a_restart,
    ),
    (
        "a_book_that_is_at_fault_from_the_start_is_served_once_it_is_mended",
        a_book_that_is_at_fault_from_the_start_is_served_once_it_is_mended,
    ),
    ("an_interrupt_ends_it_cleanly", an_interrupt_ends_it_cleanly),
    (
        "a_rust_program_runs_from_its_page_as_changed_and_shows_its_compile_errors",
        a_rust_program_runs_from_its_page_as_changed_and_shows_its_compile_errors,
    ),
];

/// What holds where there is a Python.
const OF_PYTHON: [(&str, fn()); 3] = [
    (
        "a_python_program_that_prints_something_else_is_named_and_the_last_book_stays",
        a_python_program_that_prints_something_else_is_named_and_the_last_book_stays,
    ),
    (
        "a_python_program_runs_from_its_page_as_changed",
        a_python_program_runs_from_its_page_as_changed,
    ),
    (
        "programs_that_run_end_with_the_server_however_it_ends",
        programs_that_run_end_with_the_server_however_it_ends,
    ),
];

fn main() -> ExitCode {
    let trial = |(name, test): (&str, fn())| {
        Trial::test(name, move || -> Result<(), Failed> {
            test();
            Ok(())
        })
    };
    let mut trials: Vec<_> = BEHAVIOURS.into_iter().map(trial).collect();
    let has_python = !proof::pythons().is_empty();
    trials.extend(OF_PYTHON.map(|(name, test)| match has_python {
        true => trial((name, test)),
        false => yardstick::lacking(name, "no Python from 3.11 on is on PATH; install one"),
    }));
    yardstick::conclude(trials)
}

/// How long a line may be in coming while the machine is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `cargo book`; dropping it kills it.
struct Press {
    child: Child,
    lines: Receiver<String>,
    port: u16,
}

/// A target folder with this workspace's Python: a new one would install its packages.
fn share_python(target: &Path) {
    let ours = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("python");
    std::fs::create_dir_all(&ours).expect("the target folder is writable");
    std::fs::create_dir_all(target).expect("the small book is writable");
    match std::os::unix::fs::symlink(ours, target.join("python")) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        linked => linked.expect("the folder is new"),
    }
}

impl Press {
    fn start(book: &SmallBook) -> Press {
        let programs = book.file("programs");
        share_python(&programs);
        let mut child = Command::new(env!("CARGO_BIN_EXE_press"))
            .arg("--no-open")
            .current_dir(book.root())
            .env("CARGO_TARGET_DIR", &programs)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("press starts");
        let (sender, lines) = channel();
        read(child.stdout.take().expect("a pipe"), sender.clone());
        read(child.stderr.take().expect("a pipe"), sender);
        let mut press = Press { child, lines, port: 0 };
        let line = press.wait_for("the book is at");
        let port = line.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next());
        press.port = port.expect("a port").parse().expect("a number");
        press
    }

    /// Waits for a line that holds `words`, and returns it.
    #[track_caller]
    fn wait_for(&self, words: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) if line.contains(words) => return line,
                Ok(line) => seen.push(line),
                Err(_) => panic!("`{words}` was not said; this was: {seen:#?}"),
            }
        }
    }

    fn page(&self, path: &str) -> String {
        self.answer(&format!("GET /{path}"), "")
    }

    /// What the program prints, and the other records of a run, as its page asks for it.
    fn run(&self, language: &str) -> String {
        self.answer(&format!("POST {}", run_of(language)), &self.may_run())
    }

    /// The headers that a page may send only if it comes from here.
    fn may_run(&self) -> String {
        let page = self.page("tide.html");
        let token = page.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next());
        let token = token.expect("a served page has the token");
        let port = self.port;
        format!("Origin: http://localhost:{port}\r\nX-Press-Token: {token}\r\n")
    }

    fn ask(&self, request: &str, headers: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        let port = self.port;
        write!(
            stream,
            "{request} HTTP/1.1\r\nHost: localhost:{port}\r\n{headers}Connection: close\r\n\r\n"
        )
        .expect("a socket");
        stream
    }

    fn answer(&self, request: &str, headers: &str) -> String {
        let mut stream = self.ask(request, headers);
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }
}

impl Drop for Press {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run_of(language: &str) -> String {
    format!("/-/run?program=harbour/tide&language={language}")
}

fn read(pipe: impl Read + Send + 'static, lines: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if lines.send(line).is_err() {
                break;
            }
        }
    });
}

/// Does harm to the book: one clear message comes, the last good book stays. Then mends it: the page
/// comes back without a restart.
#[track_caller]
fn assert_survives(harm: impl FnOnce(&SmallBook), said: &str, mend: impl FnOnce(&SmallBook)) {
    let book = SmallBook::new();
    let press = Press::start(&book);
    assert!(press.page("tide.html").contains("A statement that"));
    harm(&book);
    press.wait_for(said);
    press.wait_for("the last good book is still served");
    assert!(press.page("tide.html").contains("A statement that"));
    book.append("The water is back.");
    mend(&book);
    while !press.page("tide.html").contains("The water is back.") {
        press.wait_for("serving it");
    }
}

fn a_deleted_chapter_is_named_and_the_last_book_stays() {
    assert_survives(
        |book| std::fs::remove_file(book.file("src/angles.md")).expect("the page"),
        "src/SUMMARY.md:4: there is no src/angles.md",
        |book| book.write("src/angles.md", "# Every angle\n\n{{#angles}}\n"),
    );
}

fn a_page_that_is_not_utf8_is_named_and_the_last_book_stays() {
    assert_survives(
        |book| book.write("src/angles.md", b"\xff\n"),
        "src/angles.md:1: byte 1 is not UTF-8",
        |book| book.write("src/angles.md", "# Every angle\n\n{{#angles}}\n"),
    );
}

fn a_program_that_does_not_compile_is_named_and_the_last_book_stays() {
    let file = "examples/harbour/src/bin/tide.rs";
    assert_survives(
        |book| book.write(file, "// clock: real\nfn main() { tide }\n"),
        "harbour/tide does not compile",
        |book| book.write(file, "// clock: real\nfn main() {\n    println!(\"high  tide\")\n}\n"),
    );
}

fn a_python_program_that_prints_something_else_is_named_and_the_last_book_stays() {
    let file = "examples/harbour/python/tide.py";
    assert_survives(
        |book| book.write(file, "# clock: real\nprint('low tide')\n"),
        "harbour/tide: Python prints something else than",
        |book| book.write(file, "# clock: real\nprint('high  tide')\n"),
    );
}

fn a_folder_that_cannot_be_written_is_named_and_the_last_book_stays() {
    assert_survives(
        |book| {
            std::fs::remove_dir_all(book.file("target")).expect("the folder");
            book.write("target", "a file where the folder should be");
            book.append("A change.");
        },
        "cannot be written to",
        |book| std::fs::remove_file(book.file("target")).expect("the file"),
    );
}

fn a_change_to_the_text_is_served_without_a_restart() {
    let book = SmallBook::new();
    let press = Press::start(&book);
    book.append("The water is back.");
    press.wait_for("serving it");
    assert!(press.page("tide.html").contains("The water is back."));
}

fn a_change_to_a_stage_is_served_without_a_restart() {
    let book = SmallBook::new();
    let press = Press::start(&book);
    let stage = "// after: ebb\n//! A third of it is back.\n// ANCHOR: wait\nfn w() {}\n";
    book.write("examples/harbour/src/stages/flood.rs", stage);
    press.wait_for("serving it");
    assert!(press.page("tide.html").contains("A third of it is back."));
}

fn a_book_that_is_at_fault_from_the_start_is_served_once_it_is_mended() {
    let book = SmallBook::new();
    book.write("src/angles.md", b"\xff\n");
    let press = Press::start(&book);
    book.write("src/angles.md", "# Every angle\n\n{{#angles}}\n");
    press.wait_for("serving it");
    assert!(press.page("tide.html").contains("A statement that"));
}

fn an_interrupt_ends_it_cleanly() {
    let book = SmallBook::new();
    let mut press = Press::start(&book);
    kill_process(Pid::from_child(&press.child), Signal::INT).expect("it runs");
    press.wait_for("press: stopped");
    assert!(press.child.wait().expect("it ends").success());
}

const SAME: &str = r#"{"end":"exit code 0","rows":[]}"#;

fn a_python_program_runs_from_its_page_as_changed() {
    let book = SmallBook::new();
    let press = Press::start(&book);
    let first = press.run("python");
    assert!(first.contains(r#"{"print":"high  tide\n"}"#), "{first}");
    assert!(first.contains(SAME), "{first}");
    let changed = "# clock: real\nprint('low tide')\nraise SystemExit(3)\n";
    book.write("examples/harbour/python/tide.py", changed);
    press.wait_for("the last good book is still served");
    let second = press.run("python");
    let rows =
        r#"{"end":"exit code 3","rows":[["high  tide","low tide"],[null,"[exit status: 3]"]]}"#;
    assert!(second.contains(rows), "{second}");
}

fn a_rust_program_runs_from_its_page_as_changed_and_shows_its_compile_errors() {
    let book = SmallBook::new();
    let press = Press::start(&book);
    let first = press.run("rust");
    assert!(first.contains(r#"{"state":"compiling"}"#), "{first}");
    assert!(first.contains(SAME), "{first}");
    let file = "examples/harbour/src/bin/tide.rs";
    let changed = "// clock: real\nfn main() {\n    println!(\"low tide\");\n}\n";
    book.write(file, changed);
    press.wait_for("the last good book is still served");
    let second = press.run("rust");
    assert!(second.contains(r#""rows":[["high  tide","low tide"]]"#), "{second}");
    book.write(file, "// clock: real\nfn main() { tide }\n");
    press.wait_for("does not compile");
    let third = press.run("rust");
    assert!(third.contains("error[E0425]"), "{third}");
    assert!(third.contains("it does not compile"), "{third}");
}

fn programs_that_run_end_with_the_server_however_it_ends() {
    let waits = "# clock: real\nimport os, subprocess, time\nif os.path.exists('../../../flood'):\n    \
        child = subprocess.Popen(['sleep', '600'])\n    print(os.getpid(), child.pid)\n    \
        time.sleep(600)\nprint('high  tide')\n";
    for end in [Signal::INT, Signal::HUP, Signal::KILL] {
        let book = SmallBook::new();
        book.write("examples/harbour/python/tide.py", waits);
        let press = Press::start(&book);
        // The watcher does not see this: only a reader's run is kept waiting.
        book.write("flood", "");
        let running = press.ask(&format!("POST {}", run_of("python")), &press.may_run());
        let mut lines = BufReader::new(&running).lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains("print"));
        let line = line.expect("the program prints");
        let digits = line.split(|c: char| !c.is_ascii_digit());
        let processes: Vec<_> = digits.filter_map(|word| word.parse().ok()).collect();
        assert_eq!(processes.len(), 2, "{line}");
        kill_process(Pid::from_child(&press.child), end).expect("it runs");
        processes.into_iter().for_each(assert_ends);
    }
}

#[track_caller]
fn assert_ends(process: i32) {
    let is_alive = || {
        let ps = Command::new("ps").args(["-o", "stat=", "-p", &process.to_string()]).output();
        let state = ps.expect("ps starts").stdout;
        !state.is_empty() && state[0] != b'Z'
    };
    let deadline = Instant::now() + PATIENCE;
    while is_alive() {
        assert!(Instant::now() < deadline, "{process} still runs");
        thread::sleep(Duration::from_millis(50));
    }
}
