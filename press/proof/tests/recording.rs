//! Transcripts are compared and recorded, in a small chapter whose interpreters and programs are scripts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use proof::{Chapter, Language, Options, Program, Python, RECORDED, Recording, Runner, Version};
use tempfile::TempDir;

const OLDEST: Version = Version(3, 11);
const OLDER: Version = Version(3, 12);

/// A book with the program `harbour/tide`, in both languages.
struct Book {
    folder: TempDir,
    tide: Program,
}

impl Book {
    fn new() -> Book {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let chapter = Chapter { folder: folder.path().join("examples/harbour") };
        let tide = chapter.program("tide");
        let book = Book { folder, tide };
        book.write("examples/harbour/python/tide.py", "");
        book.write("examples/harbour/src/bin/tide.rs", "fn main() {}\n");
        book.rust("echo tide");
        book
    }

    /// The same, in Python only.
    fn in_python() -> Book {
        let book = Book::new();
        fs::remove_file(book.tide.file(Language::Rust)).expect("it is there");
        book
    }

    fn write(&self, file: &str, text: &str) -> PathBuf {
        let file = self.folder.path().join(file);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(&file, text).expect("a file");
        file
    }

    /// Another process writes it: what this one has open, a child of another thread holds for a moment
    /// too, and then nobody can start it.
    fn script(&self, name: &str, script: &str) -> PathBuf {
        let text = self.write(&format!("bin/{name}.sh"), &format!("#!/bin/sh\n{script}\n"));
        let file = text.with_file_name(name);
        let made = Command::new("install").args(["-m", "755"]).args([&text, &file]).status();
        assert!(made.is_ok_and(|status| status.success()), "{}", file.display());
        file
    }

    fn rust(&self, script: &str) -> PathBuf {
        self.script("tide", script)
    }

    fn python(&self, version: Version, script: &str) -> Python {
        Python::new(version, self.script(&format!("python{version}"), script))
    }

    fn transcript(&self, kind: &str, text: &str) {
        let file = format!("examples/harbour/transcripts/tide{kind}.txt");
        self.write(&file, text);
    }

    /// All that stands in `transcripts`.
    fn transcripts(&self) -> Vec<(String, String)> {
        let folder = self.tide.chapter.folder.join("transcripts");
        let mut found = Vec::new();
        for entry in folder.read_dir().into_iter().flatten() {
            let entry = entry.expect("an entry");
            let name = entry.file_name().to_string_lossy().into_owned();
            found.push((name, fs::read_to_string(entry.path()).unwrap_or_default()));
        }
        found.sort();
        found
    }

    fn plan_with(&self, pythons: &[Python], options: &Options) -> Result<Recording, Vec<String>> {
        let executable = self.folder.path().join("bin/tide");
        let executables = BTreeMap::from([("tide".to_owned(), executable)]);
        let programs = [self.tide.clone()];
        Recording::plan(&programs, &executables, pythons, options, &mut |_| {})
    }

    fn plan(&self, pythons: &[Python]) -> Result<Recording, Vec<String>> {
        self.plan_with(pythons, &Options::default())
    }

    fn record(&self, pythons: &[Python]) -> Recording {
        let plan = || self.plan(pythons).expect("nothing is refused");
        plan().accept().expect("the folder can be written to");
        plan()
    }

    fn refusal(&self, pythons: &[Python]) -> String {
        let before = self.transcripts();
        let refusals = self.plan(pythons).expect_err("it is refused");
        assert_eq!(self.transcripts(), before, "nothing has changed");
        assert_eq!(refusals.len(), 1, "{refusals:?}");
        refusals.concat()
    }
}

fn files(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |(name, text): &(&str, &str)| (format!("tide{name}.txt"), (*text).to_owned());
    files.iter().map(own).collect()
}

#[test]
fn a_run_that_ends_otherwise_than_before_is_refused_by_name() {
    let book = Book::new();
    book.transcript("", "tide\n");
    let folder = book.tide.chapter.folder.display();
    let broken = format!("echo '  File \"{folder}/python/tide.py\", line 3'; exit 1");
    let pythons = [OLDEST, OLDER, RECORDED].map(|version| book.python(version, &broken));
    let refusal = book.refusal(&pythons);
    let wanted = format!(
        "harbour/tide, Python 3.11{}{RECORDED}: it ends with exit status: 1, and should with exit status: 0:
  File \"python/tide.py\", line 3
[exit status: 1]
To accept that on purpose: cargo book record harbour/tide --failing",
        if RECORDED == Version(3, 13) { " to " } else { " and 3.12 and " }
    );
    assert_eq!(refusal, wanted);
}

#[test]
fn a_failure_that_is_recorded_is_accepted_and_its_end_is_refused() {
    let book = Book::in_python();
    book.transcript("", "ebb\n[exit status: 3]\n");
    let fails = [book.python(RECORDED, "echo tide; exit 3")];
    book.record(&fails);
    assert_eq!(book.transcripts(), files(&[("", "tide\n[exit status: 3]\n")]));
    let ends_well = [book.python(RECORDED, "echo tide")];
    let refusal = book.refusal(&ends_well);
    assert!(refusal.contains("ends with exit status: 0, and should with exit status: 3"));
}

#[test]
fn a_first_recording_that_fails_is_refused() {
    let book = Book::new();
    book.rust("exit 101");
    let refusal = book.refusal(&[book.python(RECORDED, "echo tide")]);
    assert!(refusal.starts_with("harbour/tide, Rust: it ends with exit status: 101"));
}

#[test]
fn a_traceback_where_there_was_none_is_refused_though_the_run_ends_well() {
    let book = Book::in_python();
    book.transcript("", "tide\n");
    let printed = "echo 'Traceback (most recent call last):'; echo 'OSError: ebb'";
    let refusal = book.refusal(&[book.python(RECORDED, printed)]);
    assert!(refusal.contains("a traceback or a panic"), "{refusal}");
    let panic = "echo \"thread 'main' (7) panicked at src/bin/tide.rs:1:1:\"";
    let refusal = book.refusal(&[book.python(RECORDED, panic)]);
    assert!(refusal.contains("a traceback or a panic"), "{refusal}");
}

#[test]
fn a_failure_is_accepted_on_purpose_for_the_programs_that_are_named() {
    let book = Book::in_python();
    let pythons = [book.python(RECORDED, "echo ebb; exit 1")];
    let other = book.tide.chapter.program("ebb");
    let options = |program: &Program| Options { traces: false, failing: vec![program.clone()] };
    assert!(book.plan_with(&pythons, &options(&other)).is_err());
    let plan = book.plan_with(&pythons, &options(&book.tide));
    plan.expect("it is named").accept().expect("it can be written");
    assert_eq!(book.transcripts(), files(&[("", "ebb\n[exit status: 1]\n")]));
}

#[test]
fn a_path_of_this_machine_is_refused_with_its_line() {
    let book = Book::in_python();
    let home = env::var("HOME").expect("a home");
    let temporary = env::temp_dir().display().to_string();
    for path in [&home, &temporary, &book.folder.path().display().to_string()] {
        let script = format!("echo tide; echo 'at {path}/log:'");
        let refusal = book.refusal(&[book.python(RECORDED, &script)]);
        assert!(refusal.ends_with(&format!(":\nat {path}/log:")), "{refusal}");
    }
    let elsewhere = format!("echo 'http://quay{temporary}/x {temporary}ish'");
    book.record(&[book.python(RECORDED, &elsewhere)]);
}

#[test]
fn an_old_python_alone_records_what_is_the_same_everywhere() {
    let book = Book::new();
    book.transcript("", "ebb\n");
    let recording = book.record(&[book.python(OLDEST, "echo tide")]);
    assert_eq!(book.transcripts(), files(&[("", "tide\n")]));
    let not_tried = recording.not_tried();
    assert!(not_tried.contains(&RECORDED) && !not_tried.contains(&OLDEST));
}

#[test]
fn an_old_python_alone_leaves_what_holds_for_newer_ones() {
    let book = Book::in_python();
    book.transcript(".python-3.12", "old ebb\n");
    book.transcript("", "ebb\n");
    book.record(&[book.python(OLDEST, "echo old tide")]);
    let kept = files(&[(".python-3.12", "old tide\n"), ("", "ebb\n")]);
    assert_eq!(book.transcripts(), kept);
}

#[test]
fn what_holds_for_no_python_at_hand_stays() {
    let book = Book::in_python();
    book.transcript(".python-3.11", "old ebb\n");
    book.transcript("", "ebb\n");
    book.record(&[book.python(RECORDED, "echo tide")]);
    let kept = files(&[(".python-3.11", "old ebb\n"), ("", "tide\n")]);
    assert_eq!(book.transcripts(), kept);
}

#[test]
fn what_the_newest_prints_is_not_guessed() {
    let book = Book::in_python();
    book.transcript("", "ebb\n");
    let old = [book.python(OLDEST, "echo tide"), book.python(OLDER, "echo flood")];
    let refusal = book.refusal(&old);
    assert!(refusal.contains("Python 3.11 and 3.12 print different things"));
    assert!(refusal.ends_with(&format!("put python{RECORDED} on PATH")), "{refusal}");
}

#[test]
fn no_python_that_a_program_is_for_is_a_refusal_at_first_only() {
    let book = Book::new();
    let refusal = book.refusal(&[]);
    assert!(refusal.ends_with(&format!("put python{RECORDED} on PATH")), "{refusal}");
    book.transcript("", "ebb\n");
    book.record(&[]);
    let kept = files(&[(".python", "ebb\n"), (".rust", "tide\n")]);
    assert_eq!(book.transcripts(), kept);
}

#[test]
fn an_older_python_gets_a_file_that_holds_for_older_ones_too() {
    let book = Book::in_python();
    let differing = [
        book.python(OLDEST, "echo ebb"),
        book.python(OLDER, "echo ebb"),
        book.python(RECORDED, "echo tide"),
    ];
    book.record(&differing);
    let names = files(&[(".python-3.12", "ebb\n"), ("", "tide\n")]);
    assert_eq!(book.transcripts(), names);
    for python in &differing {
        let report = book.tide.compare(&[Runner::Python(python)], false);
        assert_eq!(report.failure, None);
    }
    let alike = [OLDEST, OLDER, RECORDED].map(|version| book.python(version, "echo tide"));
    book.record(&alike);
    assert_eq!(book.transcripts(), files(&[("", "tide\n")]));
}

#[test]
fn a_python_before_the_oldest_records_what_asks_for_it() {
    let book = Book::in_python();
    let pythons = [(Version(3, 9), "echo ebb"), (RECORDED, "echo tide")];
    let pythons = pythons.map(|(version, script)| book.python(version, script));
    book.record(&pythons);
    assert_eq!(book.transcripts(), files(&[("", "tide\n")]));
    book.write("examples/harbour/python/tide.py", "# clock: real\n# python: >=3.9\n");
    book.record(&pythons);
    assert_eq!(book.transcripts(), files(&[(".python-3.9", "ebb\n"), ("", "tide\n")]));
}

#[test]
fn what_changes_is_listed_before_anything_is_touched() {
    let book = Book::new();
    book.transcript("", "ebb\n");
    book.transcript(".python-3.11", "old ebb\n");
    let before = book.transcripts();
    let pythons = [OLDEST, RECORDED].map(|version| book.python(version, "echo flood"));
    let plan = book.plan(&pythons).expect("nothing is refused");
    assert_eq!(book.transcripts(), before);
    let folder = "examples/harbour/transcripts";
    let diff = |name: &str, lines: &str| {
        format!("{folder}/tide.{name}.txt\n--- recorded\n+++ printed\n{lines}\n")
    };
    let changes = [
        format!("{folder}/tide.txt: removed"),
        diff("python", "@@ -1 +1 @@\n-ebb\n+flood"),
        diff("rust", "@@ -1 +1 @@\n-ebb\n+tide"),
        format!("{folder}/tide.python-3.11.txt: removed"),
    ];
    assert_eq!(plan.changes(), changes);
}

#[test]
fn a_new_file_is_shown_beside_the_one_that_held_so_far() {
    let book = Book::new();
    book.transcript("", "tide\n");
    let plan = book.plan(&[book.python(RECORDED, "echo flood")]).expect("nothing is refused");
    let folder = "examples/harbour/transcripts";
    let rust = format!("{folder}/tide.rust.txt: as {folder}/tide.txt was");
    assert!(plan.changes().contains(&rust), "{:?}", plan.changes());
}

#[test]
fn a_program_of_one_language_keeps_the_name_of_its_file() {
    let book = Book::in_python();
    book.transcript(".python", "ebb\n");
    book.record(&[book.python(RECORDED, "echo tide")]);
    assert_eq!(book.transcripts(), files(&[(".python", "tide\n")]));
}

#[test]
fn all_files_are_replaced_or_none() {
    let book = Book::new();
    book.transcript("", "ebb\n");
    let plan = book.plan(&[book.python(RECORDED, "echo flood")]);
    // The second file that is written cannot take its place.
    let in_the_way = book.tide.chapter.folder.join("transcripts/tide.rust.txt");
    fs::create_dir_all(in_the_way.join("x")).expect("a folder");
    let before = book.transcripts();
    let error = plan.expect("nothing is refused").accept();
    assert!(error.expect_err("a folder is in the way").to_string().contains("tide.rust.txt"));
    assert_eq!(book.transcripts(), before);
}

#[test]
fn a_file_that_has_changed_meanwhile_is_not_replaced() {
    let book = Book::in_python();
    book.transcript("", "ebb\n");
    let plan = book.plan(&[book.python(RECORDED, "echo flood")]);
    book.transcript("", "by hand\n");
    let error = plan.expect("nothing is refused").accept();
    let error = error.expect_err("it has changed").to_string();
    assert!(error.ends_with("has changed meanwhile; record again"), "{error}");
    assert_eq!(book.transcripts(), files(&[("", "by hand\n")]));
}

#[test]
fn line_ends_of_a_checkout_are_no_difference() {
    let book = Book::in_python();
    book.transcript("", "ebb\r\ntide\r\n");
    let python = book.python(RECORDED, "echo ebb; echo tide");
    let report = book.tide.compare(&[Runner::Python(&python)], false);
    assert_eq!(report.failure, None);
    let plan = book.plan(&[python]).expect("nothing is refused");
    assert!(plan.changes().is_empty());
}

#[test]
fn a_difference_that_cannot_be_seen_is_named() {
    let book = Book::in_python();
    book.transcript("", "ebb\n");
    for (printed, named) in [
        ("ebb  \\n", "+ebb    (2 blanks at its end)\n"),
        ("\\tebb\\n", "+\tebb  (a tab)\n"),
        ("ebb\\r\\n", "+ebb\r  (a carriage return)\n"),
        ("ebb\\342\\200\\213\\n", "+ebb\u{200b}  (U+200B)\n"),
        ("ebb", "+ebb\n\\ No newline at end of file\n"),
    ] {
        let python = book.python(RECORDED, &format!("printf '{printed}'"));
        let report = book.tide.compare(&[Runner::Python(&python)], false);
        let failure = report.failure.expect("it differs");
        assert!(failure.contains(named), "{failure}");
    }
}

#[test]
fn pythons_that_print_the_same_are_named_together() {
    let book = Book::in_python();
    book.transcript("", "ebb\n");
    let pythons = [Version(3, 11), Version(3, 12), Version(3, 13)];
    let pythons = pythons.map(|version| book.python(version, "echo tide"));
    let runners: Vec<_> = pythons.iter().map(Runner::Python).collect();
    let report = book.tide.compare(&runners, false);
    let wanted = "harbour/tide, Python 3.11 to 3.13: printed is not what transcripts/tide.txt says:
--- recorded
+++ printed
@@ -1 +1 @@
-ebb
+tide
To accept what it prints: cargo book record harbour/tide";
    assert_eq!(report.failure.as_deref(), Some(wanted));
    let newest = book.python(Version(RECORDED.0, RECORDED.1 + 1), "echo tide");
    let report = book.tide.compare(&[Runner::Python(&newest)], false);
    assert_eq!(report.failure, None);
    assert!(report.notes[0].contains("It has changed since"), "{report:?}");
}

#[test]
fn on_the_real_clock_no_python_waits_for_another() {
    let book = Book::in_python();
    book.write("examples/harbour/python/tide.py", "# clock: real\n");
    book.transcript("", "tide\n");
    let [ask, answer] = ["ask", "answer"].map(|name| book.folder.path().join(name));
    let made = Command::new("mkfifo").args([&ask, &answer]).status();
    assert!(made.is_ok_and(|status| status.success()));
    let [ask, answer] = [ask.display(), answer.display()];
    // Each ends only beside the other.
    let older = format!("echo > {ask}; read _ < {answer}; echo tide");
    let newer = format!("read _ < {ask}; echo > {answer}; echo tide");
    let pythons = [book.python(OLDER, &older), book.python(RECORDED, &newer)];
    let runners: Vec<_> = pythons.iter().map(Runner::Python).collect();
    // Not all at once have a place.
    let compare = || assert_eq!(book.tide.compare(&runners, false).failure, None);
    (0..8).for_each(|_| compare());
}

#[test]
fn a_program_that_needs_a_missing_command_is_not_run() {
    let book = Book::new();
    let text = "// needs: no-such-command\nfn main() {}\n";
    book.write("examples/harbour/src/bin/tide.rs", text);
    let report = book.tide.compare(&[Runner::Rust(Path::new("/bin/false"))], false);
    let lack = "harbour/tide is skipped: no no-such-command on PATH; install it";
    let said: Vec<_> = report.failure.into_iter().chain(report.notes).collect();
    assert!(said == [lack] || proof::in_ci(), "{said:?}");
}

/// An interpreter that prints a line, and under a recorder tells of a task that does.
fn traced(book: &Book, version: Version, text: &str) -> Python {
    let spawn = r#"printf '\036{"task":0,"what":"spawn"}\n'"#;
    let script = format!("case $1 in *trace.py) {spawn};; esac; echo {text}");
    book.python(version, &script)
}

#[test]
fn a_trace_is_recorded_with_its_transcript_by_the_newest_python_at_hand() {
    let book = Book::in_python();
    let trace = book.tide.trace_file(Language::Python);
    let options = Options { traces: true, failing: Vec::new() };
    let plan = book.plan_with(&[traced(&book, OLDEST, "ebb")], &options);
    plan.expect("nothing is refused").accept().expect("it can be written");
    let text = fs::read_to_string(&trace).expect("it is written");
    assert!(text.contains(r#"{"what":"print","text":"ebb"}"#), "{text}");
    book.record(&[traced(&book, OLDEST, "tide"), traced(&book, RECORDED, "flood")]);
    let text = fs::read_to_string(&trace).expect("it is written");
    assert!(text.contains(r#""text":"flood"}"#), "{text}");
    // Its transcript is not the one of the recorded release.
    book.record(&[traced(&book, OLDEST, "low tide")]);
    assert_eq!(fs::read_to_string(&trace).expect("it is kept"), text);
}

#[test]
fn a_trace_of_a_run_that_prints_something_else_is_refused() {
    let book = Book::in_python();
    book.write("examples/harbour/traces/tide.python.json", "{}\n");
    let script =
        "case $1 in *trace.py) printf '\\036{\"what\":\"spawn\"}\\nebb\\n';; *) echo tide;; esac";
    let refusal = book.refusal(&[book.python(RECORDED, script)]);
    assert!(refusal.contains("prints something else under its recorder"), "{refusal}");
}
