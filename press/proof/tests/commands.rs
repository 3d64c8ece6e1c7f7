//! How a program is run, and what its header asks for.

use std::path::Path;
use std::time::{Duration, Instant};
use std::{fs, thread};

use proof::{Chapter, Clock, Command, End, Header, Lack, Language, Runner, Stop, Version};

fn shell(script: &str) -> Command {
    Command::new(Path::new("/bin/sh"), Path::new("/")).args(["-c", script])
}

/// What a script prints that ends by itself.
fn printed(script: Command) -> String {
    let (end, printed) = script.run().expect("sh starts");
    assert!(matches!(end, End::Ended(_)), "{end:?}");
    printed
}

#[test]
fn both_outputs_arrive_in_the_order_of_printing() {
    let script = shell("echo out; echo err >&2; echo out again");
    assert_eq!(printed(script), "out\nerr\nout again\n");
}

#[test]
fn a_failure_is_the_last_line() {
    let (end, printed) = shell("echo before; exit 3").run().expect("sh starts");
    assert!(matches!(end, End::Ended(status) if status.code() == Some(3)), "{end:?}");
    assert_eq!(printed, "before\n[exit status: 3]\n");
}

#[test]
fn standard_input_is_what_the_header_says() {
    assert_eq!(printed(shell("read line; echo \"<$line>\"").stdin("tide\n")), "<tide>\n");
}

#[test]
fn a_program_out_of_time_is_killed_with_its_children() {
    let limit = Duration::from_millis(300);
    let script = "sleep 60 & echo $!; sleep 60";
    let (end, printed) = shell(script).limit(limit).run().expect("sh starts");
    assert_eq!(end, End::OutOfTime);
    assert_gone(&printed);
}

#[test]
fn a_process_that_a_program_leaves_behind_is_killed() {
    let script = "sleep 60 >/dev/null 2>&1 & echo $!";
    assert_gone(&printed(shell(script)));
}

#[test]
fn a_program_that_prints_without_end_is_killed_when_its_time_is_up() {
    let limit = Duration::from_millis(300);
    let (end, _) = shell("yes").limit(limit).run().expect("sh starts");
    assert_eq!(end, End::OutOfTime);
}

#[test]
fn what_a_program_prints_after_its_time_is_not_waited_for_though_it_is_there() {
    let limit = Duration::from_millis(300);
    let mut chunks = 0;
    let end = shell("yes").limit(limit).stream(|_| {
        chunks += 1;
        // Its time began before this chunk came, and the next ones come in the meantime.
        let arrived = Instant::now();
        while arrived.elapsed() < limit {
            thread::yield_now();
        }
    });
    assert_eq!((end.expect("sh starts"), chunks), (End::OutOfTime, 1));
}

#[test]
fn output_arrives_while_the_program_runs_and_a_stop_ends_it_with_its_children() {
    let stop = Stop::default();
    let mut printed = String::new();
    let end = shell("sleep 60 & echo $!; sleep 60").until(&stop).stream(|chunk| {
        printed.push_str(&String::from_utf8_lossy(chunk));
        stop.ask();
    });
    assert_eq!(end.expect("sh starts"), End::Stopped);
    assert_gone(&printed);
    let next = shell("sleep 60").until(&stop).run();
    assert_eq!(next.expect("sh starts"), (End::Stopped, String::new()));
}

fn assert_gone(pid: &str) {
    // A killed process stays a zombie until its new parent has reaped it.
    let alive = || {
        let question = format!("kill -0 {} 2>/dev/null && ps -o stat= -p {0}", pid.trim());
        printed(shell(&question)).starts_with(['S', 'R', 'D'])
    };
    let deadline = Instant::now() + Duration::from_secs(5);
    while alive() {
        assert!(Instant::now() < deadline, "{pid} still runs");
        thread::yield_now();
    }
}

#[test]
fn a_header_is_the_first_comment_lines() {
    let text = "# clock: real\n# args: 3 4\n# stdin: hello\n# python: >=3.12\n# needs: sh ps\nimport asyncio\n# args: no\n";
    let header = Header::parse(text, Language::Python).expect("a header");
    assert_eq!(header.clock, Clock::Real);
    assert_eq!(header.args, ["3", "4"]);
    assert_eq!(header.stdin, "hello\n");
    assert_eq!(header.python, Version::parse("3.12"));
    assert_eq!(header.needs, ["sh", "ps"]);
    assert_eq!(header.lines, 5);
}

#[test]
fn a_command_that_is_not_on_path_is_lacking() {
    let lack = |text| Header::parse(text, Language::Rust).expect("a header").lack();
    assert_eq!(lack("// needs: sh\n"), None);
    let missing = lack("// needs: sh no-such-command\n");
    assert_eq!(missing.as_deref(), Some("no no-such-command on PATH; install it"));
}

#[test]
fn a_header_with_an_unknown_key_or_value_is_an_error_that_names_the_line() {
    let unknown = Header::parse("// clok: real\n", Language::Rust).expect_err("unknown");
    assert!(unknown.starts_with("1: `clok: real`"), "{unknown}");
    let value = Header::parse("// args: 1\n// clock: fast\n", Language::Rust);
    assert!(value.expect_err("unknown").starts_with("2: "));
}

#[test]
fn a_program_that_needs_a_missing_command_is_not_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let chapter = Chapter { folder: folder.path().to_owned() };
    let program = chapter.program("tide");
    let file = program.file(Language::Rust);
    fs::create_dir_all(file.parent().expect("src/bin")).expect("a folder");
    fs::write(&file, "// needs: no-such-command\nfn main() {}\n").expect("a file");
    let lack = program.command(Runner::Rust(folder.path()), None);
    let missing = Lack::Missing("no no-such-command on PATH; install it".to_owned());
    assert_eq!(lack.expect_err("it is missing"), missing);
}
