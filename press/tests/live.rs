//! `cargo book` as its user sees it: what it says of a fault, what it serves meanwhile, how it ends.

mod common;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant, SystemTime};
use std::{env, thread};

use common::SmallBook;
use libtest_mimic::{Failed, Trial};
use press::build::Builder;
use press::printed::Changes;
use press::watch::Files;
use rustix::process::{Pid, Signal, kill_process};
use walkdir::WalkDir;

/// Tests by their names.
macro_rules! tests {
    ($($test:ident,)*) => { [$((stringify!($test), $test as fn())),*] };
}

fn main() -> ExitCode {
    let behaviours = tests![
        a_deleted_chapter_is_named_and_the_last_book_stays,
        a_page_that_is_not_utf8_is_named_and_the_last_book_stays,
        a_rust_program_that_does_not_compile_is_shown_with_what_the_compiler_says,
        a_rust_program_that_prints_something_else_is_shown_beside_what_is_recorded,
        a_folder_that_cannot_be_written_is_named_and_the_last_book_stays,
        a_change_to_the_text_is_served_without_a_restart,
        a_change_to_a_stage_is_served_without_a_restart,
        the_page_to_print_is_made_when_it_is_asked_for_of_the_book_as_it_is_then,
        a_page_that_comes_alone_is_what_a_whole_build_makes_of_it,
        a_change_to_the_text_makes_its_page_anew_at_once_and_all_others_later,
        a_book_that_is_at_fault_from_the_start_is_served_once_it_is_mended,
        a_link_that_leads_nowhere_is_a_banner_on_the_page,
        what_an_editor_puts_beside_a_file_is_not_seen,
        a_reader_who_closes_the_output_keeps_the_server,
        the_first_line_comes_before_the_first_build,
        an_interrupt_ends_it_cleanly,
        a_rust_program_runs_from_its_page_as_changed_and_shows_its_compile_errors,
        a_target_folder_that_is_named_from_here_is_found,
        a_check_says_what_it_does_before_it_does_it_and_how_long_it_takes,
    ];
    // What holds where there is a Python.
    let of_python = tests![
        a_python_program_that_prints_something_else_is_shown_beside_what_is_recorded,
        a_program_that_was_changed_before_the_book_was_opened_is_marked,
        a_python_program_runs_from_its_page_as_changed,
        programs_that_run_end_with_the_server_however_it_ends,
        a_program_that_was_changed_is_one_fault_whatever_pythons_run_it,
    ];
    let trial = |(name, test): (&str, fn())| {
        Trial::test(name, move || -> Result<(), Failed> {
            test();
            Ok(())
        })
    };
    let mut trials: Vec<_> = behaviours.into_iter().map(trial).collect();
    let has_python = !proof::pythons().is_empty();
    trials.extend(of_python.map(|(name, test)| match has_python {
        true => trial((name, test)),
        false => yardstick::lacking(name, "no Python from 3.11 on is on PATH; install one"),
    }));
    yardstick::conclude(trials)
}

/// What is said of a build that went well.
const SERVING: &str = "serving the book as it is now";

/// How long a line may be in coming while the machine is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `cargo book`; dropping it kills it.
struct Press {
    child: Child,
    /// What it says first.
    first: String,
    lines: Receiver<String>,
    port: u16,
}

impl Press {
    fn start(book: &SmallBook) -> Press {
        let mut command = Command::new(env!("CARGO_BIN_EXE_press"));
        command.env("CARGO_TARGET_DIR", book.file("programs"));
        Press::begin(book, command)
    }

    fn begin(book: &SmallBook, mut command: Command) -> Press {
        command.arg("--no-open").current_dir(book.root());
        let mut press = Press::with(command);
        press.first = press.lines.recv_timeout(PATIENCE).unwrap_or_default();
        let line = press.wait_for("the book is at");
        let port = line.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next());
        press.port = port.expect("a port").parse().expect("a number");
        press
    }

    /// Starts it for whatever it is asked.
    fn with(mut command: Command) -> Press {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("press starts");
        let (sender, lines) = channel();
        read(child.stdout.take().expect("a pipe"), sender.clone());
        read(child.stderr.take().expect("a pipe"), sender);
        Press { child, first: String::new(), lines, port: 0 }
    }

    /// One that checks these parts of a book, with the programs of its `bin` first on PATH.
    fn check(book: &SmallBook, parts: &[&str]) -> Press {
        let mut command = Command::new(env!("CARGO_BIN_EXE_press"));
        let folders = env::var_os("PATH").unwrap_or_default();
        let folders = env::split_paths(&folders);
        let folders = env::join_paths([book.file("bin")].into_iter().chain(folders));
        command.env("PATH", folders.expect("folders of a path"));
        command.env("CARGO_TARGET_DIR", book.file("programs")).current_dir(book.root());
        command.arg("check").args(parts);
        Press::with(command)
    }

    /// Waits for a line that holds `words`, and returns it.
    #[track_caller]
    fn wait_for(&self, words: &str) -> String {
        let [line] = self.wait_for_all([words]);
        line
    }

    /// Waits for a line of each of these words, in whatever order they come, and returns them.
    #[track_caller]
    fn wait_for_all<const N: usize>(&self, words: [&str; N]) -> [String; N] {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        loop {
            let line = |words: &str| seen.iter().find(|line: &&String| line.contains(words));
            if words.iter().all(|words| line(words).is_some()) {
                return words.map(|words| line(words).cloned().unwrap_or_default());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => seen.push(line),
                Err(_) => panic!("{words:?} was not said; this was: {seen:#?}"),
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

/// Another process writes a program: what this one has open, a child of another thread holds for a moment
/// too, and then nobody can start it.
fn install(from: &Path, to: &Path) {
    let made = Command::new("install").args(["-D", "-m", "755"]).args([from, to]).status();
    assert!(made.is_ok_and(|status| status.success()), "{}", to.display());
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
        press.wait_for(SERVING);
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

/// Waits until the page holds these words.
#[track_caller]
fn wait_for_page(press: &Press, words: &str) -> String {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let page = press.page("tide.html");
        if page.contains(words) {
            return page;
        }
        assert!(Instant::now() < deadline, "`{words}` is not on the page:\n{page}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Waits until no program of the page is marked as changed.
fn wait_for_no_change(press: &Press) {
    press.wait_for(SERVING);
    while press.page("tide.html").contains("changed:") {
        press.wait_for(SERVING);
    }
}

const RUST: &str = "examples/harbour/src/bin/tide.rs";
const PYTHON: &str = "examples/harbour/python/tide.py";

fn a_rust_program_that_does_not_compile_is_shown_with_what_the_compiler_says() {
    let book = SmallBook::new();
    let press = Press::start(&book);
    book.write(RUST, "// clock: real\nfn main() { tide }\n");
    let page = wait_for_page(&press, "Rust, changed: it does not run");
    assert!(page.contains("error[E0425]"), "{page}");
    assert!(page.contains("{ tide }"), "the new listing is shown: {page}");
    book.write(RUST, "// clock: real\nfn main() {\n    println!(\"high  tide\");\n}\n");
    wait_for_no_change(&press);
}

fn a_rust_program_that_prints_something_else_is_shown_beside_what_is_recorded() {
    let book = SmallBook::new();
    let press = Press::start(&book);
    book.write(RUST, "// clock: real\nfn main() {\n    println!(\"low  tide\");\n}\n");
    let page = wait_for_page(&press, "Rust, changed: it prints something else");
    assert_shows_both(&page);
}

fn a_python_program_that_prints_something_else_is_shown_beside_what_is_recorded() {
    let book = SmallBook::new();
    let press = Press::start(&book);
    book.write(PYTHON, "# clock: real\nprint('low  tide')\n");
    let page = wait_for_page(&press, "Python, changed: it prints something else");
    assert_shows_both(&page);
    assert!(page.contains("low  tide</span>"), "the new listing is shown: {page}");
    // The figure of its recorded run would tell of other lines.
    assert!(page.contains("changed since its run was recorded"), "{page}");
    book.write(PYTHON, "# clock: real\nprint('high  tide')\n");
    wait_for_no_change(&press);
}

#[track_caller]
fn assert_shows_both(page: &str) {
    for words in ["<del>high  tide</del>", "<ins>low  tide</ins>", "Not recorded."] {
        assert!(page.contains(words), "{words} is not on {page}");
    }
    assert!(page.contains("cargo book record harbour/tide"), "{page}");
}

fn a_program_that_was_changed_before_the_book_was_opened_is_marked() {
    let book = SmallBook::new();
    let transcript =
        File::options().append(true).open(book.file("examples/harbour/transcripts/tide.txt"));
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    transcript.and_then(|file| file.set_modified(long_ago)).expect("a file's time");
    book.write(PYTHON, "# clock: real\nprint('low  tide')\n");
    let press = Press::start(&book);
    assert_shows_both(&wait_for_page(&press, "Python, changed: it prints something else"));
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
    press.wait_for(SERVING);
    assert!(press.page("tide.html").contains("The water is back."));
}

fn the_page_to_print_is_made_when_it_is_asked_for_of_the_book_as_it_is_then() {
    let book = SmallBook::new();
    let press = Press::start(&book);
    assert!(press.page("print.html").contains("<title>Small, to print</title>"));
    book.append("The water is back.");
    press.wait_for(SERVING);
    assert!(press.page("print.html").contains("The water is back."));
}

fn a_change_to_a_stage_is_served_without_a_restart() {
    let book = SmallBook::new();
    let press = Press::start(&book);
    let module = "//! A third of it is back.\n// ANCHOR: wait\nfn w() {}\n";
    book.write("examples/harbour/src/stages/flood/wait.rs", module);
    press.wait_for(SERVING);
    assert!(press.page("tide.html").contains("A third of it is back."));
}

fn a_book_that_is_at_fault_from_the_start_is_served_once_it_is_mended() {
    let book = SmallBook::new();
    book.write("src/angles.md", b"\xff\n");
    let press = Press::start(&book);
    book.write("src/angles.md", "# Every angle\n\n{{#angles}}\n");
    press.wait_for(SERVING);
    assert!(press.page("tide.html").contains("A statement that"));
}

fn a_page_that_comes_alone_is_what_a_whole_build_makes_of_it() {
    let book = SmallBook::new();
    let press = Press::start(&book);
    book.append(
        "The water is back.\n\n## Ebb { #ebb .angle-waiting }\n\n{{#program harbour/passage}}",
    );
    press.wait_for(SERVING);
    let files = |folder: &str| -> BTreeMap<PathBuf, String> {
        let files = WalkDir::new(book.file(folder)).into_iter().flatten();
        // The whole book on one page follows later, as the search index does.
        let files = files.filter(|file| file.path().extension().is_some_and(|it| it == "html"));
        let files = files.filter(|file| file.file_name() != "print.html");
        let read = |file: walkdir::DirEntry| {
            let path = file.path().strip_prefix(book.file(folder)).expect("within").to_owned();
            let text = std::fs::read_to_string(file.path()).expect("a page");
            (path, text)
        };
        files.map(read).collect()
    };
    let alone = files("target/book");
    drop(press);
    Builder::new(book.root()).build(&Changes::new()).expect("a healthy book");
    let whole = files("target/book");
    assert_eq!(alone.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>());
    for (file, text) in alone {
        assert!(text == whole[&file], "{} differs", file.display());
    }
}

fn a_change_to_the_text_makes_its_page_anew_at_once_and_all_others_later() {
    let book = SmallBook::new();
    let press = Press::start(&book);
    // A file that is made anew is another one.
    let files = || -> BTreeMap<PathBuf, (u64, SystemTime)> {
        let files = WalkDir::new(book.file("target/book")).into_iter().flatten();
        let files = files.filter_map(|file| Some((file.path().to_owned(), file.metadata().ok()?)));
        let files = files.filter(|(_, stat)| stat.is_file());
        files.map(|(path, stat)| (path, (stat.ino(), stat.modified().expect("a time")))).collect()
    };
    let before = files();
    let made_anew = || -> Vec<PathBuf> {
        let now = files().into_iter();
        now.filter(|(path, it)| before.get(path) != Some(it)).map(|(path, _)| path).collect()
    };
    let started = Instant::now();
    book.append("The water is back.");
    press.wait_for(SERVING);
    let first = made_anew();
    // Where this machine is too slow, the others have come by now.
    if started.elapsed() < press::live::QUIET {
        assert_eq!(first, ["index.html", "tide.html"].map(|it| book.file("target/book").join(it)));
    }
    let deadline = Instant::now() + PATIENCE;
    while made_anew().len() < before.len() {
        assert!(Instant::now() < deadline, "the whole book does not follow: {:?}", made_anew());
        thread::sleep(Duration::from_millis(50));
    }
}

fn a_link_that_leads_nowhere_is_a_banner_on_the_page() {
    let book = SmallBook::new();
    let press = Press::start(&book);
    let line = book.append("[away](gone.md)");
    press.wait_for(&format!("src/tide.md:{line}"));
    let news = press.page("-/edition?page=/tide.html&edition=&trouble=");
    assert!(news.contains(&format!("src/tide.md:{line}")), "{news}");
    assert!(press.page("tide.html").contains("gone.html"), "the page is served all the same");
}

fn what_an_editor_puts_beside_a_file_is_not_seen() {
    let book = SmallBook::new();
    let nobody = "nobody@nowhere.1:1";
    for name in [
        "src/.#tide.md",
        "examples/.#harbour",
        "examples/harbour/python/.#tide.py",
        "examples/harbour/src/bin/.#tide.rs",
        "examples/harbour/tests/.#tide.rs",
        "examples/harbour/tests/python/.#test_tide.py",
        "examples/harbour/transcripts/.#tide.txt",
    ] {
        symlink(nobody, book.file(name)).expect("a lock");
    }
    let press = Press::start(&book);
    let before = Files::now(book.root());
    for name in [
        "src/.tide.md.swp",
        "src/4913",
        "src/tide.md~",
        "src/#tide.md#",
        "src/.#angles.md",
        "examples/harbour/python/.tide.py.swp",
        "examples/harbour/python/tide.py~",
        "examples/harbour/src/bin/4913",
        "examples/harbour/src/stages/flood/.#mod.rs",
        "examples/harbour/src/stages/flood/#mod.rs#",
    ] {
        book.write(name, "a test whether one can write");
    }
    assert_eq!(Files::now(book.root()), before);
    book.append("The water is back.");
    wait_for_page(&press, "The water is back.");
    kill_process(Pid::from_child(&press.child), Signal::INT).expect("it runs");
    let builds = press.lines.iter().filter(|line| line.contains(SERVING)).count();
    assert!(builds <= 1, "{builds} builds for one change, and none for what is no source");
}

fn a_reader_who_closes_the_output_keeps_the_server() {
    let book = SmallBook::new();
    let mut press = Press::start(&book);
    // Nobody reads any more: the pipes are closed with the threads that read them.
    press.lines = channel().1;
    book.append("One line more, so that the readers of the pipes end.");
    wait_for_page(&press, "One line more");
    book.append("The water is back.");
    wait_for_page(&press, "The water is back.");
    assert!(press.child.try_wait().expect("a child").is_none(), "the server has ended");
}

fn the_first_line_comes_before_the_first_build() {
    let book = SmallBook::new();
    let press = Press::start(&book);
    assert!(press.first.contains("building the book at"), "{}", press.first);
}

fn a_check_says_what_it_does_before_it_does_it_and_how_long_it_takes() {
    let book = SmallBook::new();
    // All that takes long waits here until it is let go on.
    let path = book.file("gate");
    let made = Command::new("mkfifo").arg(&path).status();
    assert!(made.is_ok_and(|status| status.success()));
    let mut gate = File::options().read(true).write(true).open(&path).expect("a gate");
    let mut let_go = || gate.write_all(b"\n").expect("it is open");
    let cargo = env!("CARGO");
    let script = format!(
        "#!/bin/sh\nread _ < {}\n[ $1 = run ] && {{ cat >/dev/null; echo []; exit; }}\nexec {cargo} \"$@\"\n",
        path.display()
    );
    book.write("cargo.sh", script);
    install(&book.file("cargo.sh"), &book.file("bin/cargo"));
    let members = "\"examples/harbour\", \"examples/cove\"";
    book.write("Cargo.toml", format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n"));
    book.write("examples/cove/Cargo.toml", common::CRATE.replace("harbour", "cove"));
    let surf = format!(
        "use std::io::Read;\nfn main() {{\n    let gate = std::fs::File::open({path:?});\n    \
        gate.and_then(|mut gate| gate.read_exact(&mut [0])).expect(\"a gate\");\n}}\n"
    );
    book.write("examples/cove/src/bin/surf.rs", surf);
    book.write("examples/cove/transcripts/surf.txt", "");

    let press = Press::check(&book, &[]);
    press.wait_for(
        "checking text and links; the first time, a checker is compiled for about a minute",
    );
    let_go();
    // The text is checked beside the programs.
    press.wait_for_all([
        "checked the text of 2 pages in ",
        "compiling 3 Rust programs of 2 chapters: seconds, but minutes where all is new",
    ]);
    let_go();
    // A chapter waits for none that comes before it.
    let first = press.wait_for("harbour: ran 2 programs and 1 file of Python proofs, in ");
    assert!(first.contains(" s so far; about ") && first.ends_with(" s left"), "{first}");
    let_go();
    let last = press.wait_for("cove: ran 1 program and 0 files of Python proofs, in ");
    assert!(last.ends_with(" s so far"), "{last}");
}

fn a_program_that_was_changed_is_one_fault_whatever_pythons_run_it() {
    let book = SmallBook::new();
    book.write(PYTHON, "# clock: real\nprint('low  tide')\n");
    let press = Press::check(&book, &["harbour/tide"]);
    // How far it is comes on the other output.
    let is_fault = |line: &String| !line.starts_with("press: harbour: ran");
    let said: Vec<String> = press.lines.iter().filter(is_fault).collect();
    let start = said.iter().position(|line| line.starts_with("press: 1 fault:"));
    let start = start.unwrap_or_else(|| panic!("one fault is not said: {said:#?}"));
    let pythons = proof::pythons().iter().map(|python| python.version);
    let pythons: Vec<_> = pythons.filter(|version| *version <= proof::RECORDED).collect();
    let named = &said[start + 1];
    assert!(named.starts_with("harbour/tide, Python "), "{named}");
    assert!(named.ends_with(": printed is not what transcripts/tide.txt says:"), "{named}");
    for version in [pythons.first(), pythons.last()].into_iter().flatten() {
        assert!(named.contains(&version.to_string()), "{named}");
    }
    let rest = [
        "--- recorded",
        "+++ printed",
        "@@ -1 +1 @@",
        "-high  tide",
        "+low  tide",
        "To accept what it prints: cargo book record harbour/tide",
    ];
    assert_eq!(said[start + 2..], rest);
}

fn a_target_folder_that_is_named_from_here_is_found() {
    let book = SmallBook::new();
    book.write("reltgt/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55");
    let program = book.file("reltgt/debug/press");
    install(Path::new(env!("CARGO_BIN_EXE_press")), &program);
    let mut command = Command::new(program);
    command.env("CARGO_TARGET_DIR", "reltgt");
    let press = Press::begin(&book, command);
    let run = press.run("rust");
    assert!(run.contains(SAME), "{run}");
    assert!(book.file("reltgt/debug/tide").is_file());
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
    wait_for_page(&press, "it prints something else");
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
    wait_for_page(&press, "it prints something else");
    let second = press.run("rust");
    assert!(second.contains(r#""rows":[["high  tide","low tide"]]"#), "{second}");
    book.write(file, "// clock: real\nfn main() { tide }\n");
    wait_for_page(&press, "it does not run");
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
        let lines = BufReader::new(&running).lines().map_while(Result::ok);
        let mut heard = Vec::new();
        let line =
            lines.inspect(|line| heard.push(line.clone())).find(|line| line.contains("print"));
        let line = line.unwrap_or_else(|| panic!("the program does not print: {heard:#?}"));
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
