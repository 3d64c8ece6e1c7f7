//! What a name or a header says of Python's releases is held against them.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use proof::{Chapter, Language, Python, PythonTest, RECORDED, RELEASES, Runner, Span, Version};
use tempfile::TempDir;
use yardstick::{Failed, Trial, conclude, each_python};

fn main() -> ExitCode {
    let mut trials = vec![
        Trial::test("a_name_says_on_which_releases_its_proof_holds", names_say),
        Trial::test("a_proof_that_asks_for_the_release_holds_on_all", asks),
        Trial::test("a_release_with_none_before_it_or_not_yet_out_cannot_be_told_of", untold),
        Trial::test("an_older_python_runs_what_asks_for_it_on_the_real_clock_only", header),
    ];
    trials.extend(each_python("a_proof_of_other_releases_must_fail", must_fail));
    trials.extend(each_python("a_header_that_asks_for_too_new_a_python_is_named", asks_too_much));
    conclude(trials)
}

/// A chapter with one file.
fn chapter(file: &str, text: &str) -> Result<(TempDir, Chapter), Failed> {
    let folder = tempfile::tempdir()?;
    write(&folder.path().join(file), text)?;
    let chapter = Chapter { folder: folder.path().to_owned() };
    Ok((folder, chapter))
}

fn write(file: &Path, text: &str) -> Result<(), Failed> {
    fs::create_dir_all(file.parent().ok_or("a folder")?)?;
    Ok(fs::write(file, text)?)
}

/// A file of one proof, and that proof.
fn proof_of(name: &str, body: &str) -> Result<(TempDir, PythonTest), Failed> {
    let text = format!(
        "import unittest\n\n\nclass Tide(unittest.TestCase):\n    def test_{name}(self):\n        {body}\n"
    );
    let (folder, chapter) = chapter("tests/python/test_tide.py", &text)?;
    let file = chapter.python_tests()?.pop().ok_or("the file")?;
    let test = PythonTest::all(&file)?.pop().ok_or("the proof")?;
    Ok((folder, test))
}

fn span(name: &str) -> Result<Span, Failed> {
    Ok(proof_of(name, "pass")?.1.span())
}

fn names_say() -> Result<(), Failed> {
    for (name, minors) in [
        ("the_tide_turns", "6 7 8 9 10 11 12 13 14 15"),
        ("the_tide_turns_since_3_13", "13 14 15"),
        ("the_tide_turns_until_3_12_at_night", "6 7 8 9 10 11 12"),
        ("the_tide_turns_before_3_12", "6 7 8 9 10 11"),
        ("the_tide_turns_since_3_12_until_3_13", "12 13"),
        ("the_tide_turns_until_3_11_and_since_3_14", "6 7 8 9 10 11 14 15"),
        ("the_tide_turns_before_3_13_13", "6 7 8 9 10 11 12 13 14 15"),
        ("the_tide_turns_until_3", "6 7 8 9 10 11 12 13 14 15"),
    ] {
        let span = span(name)?;
        let holds = RELEASES.into_iter().filter(|version| span.holds_on(*version));
        let holds: Vec<_> = holds.map(|version| version.1.to_string()).collect();
        assert_eq!(holds.join(" "), minors, "{name}");
    }
    Ok(())
}

fn asks() -> Result<(), Failed> {
    let (_folder, test) = proof_of("the_tide_turns_since_3_13", "sys.version_info > (3, 13)")?;
    assert_eq!(test.span(), Span::default());
    Ok(())
}

fn untold() -> Result<(), Failed> {
    assert_eq!(span("the_tide_turns_since_3_11")?.untold(), Some(Version(3, 11)));
    assert_eq!(span("the_tide_turns_since_3_12_until_3_14")?.untold(), None);
    let recorded = span(&format!("the_tide_turns_until_3_{}", RECORDED.1))?;
    assert_eq!(recorded.untold(), Some(Version(3, RECORDED.1 + 1)));
    Ok(())
}

fn header() -> Result<(), Failed> {
    for (text, is_right) in
        [("# python: >=3.9\n# clock: real\n", true), ("# python: >=3.9\n", false)]
    {
        let (_folder, chapter) = chapter("python/tide.py", text)?;
        let header = chapter.program("tide").header(Language::Python);
        assert_eq!(header.is_ok(), is_right, "{header:?}");
    }
    Ok(())
}

/// A release that a proof can tell of, and does not hold on if it holds on that one.
fn other(version: Version) -> String {
    match version {
        Version(3, 11) => "since_3_12".to_owned(),
        _ => "before_3_12".to_owned(),
    }
}

fn must_fail(python: &Python) -> Result<(), Failed> {
    let name = format!("the_tide_turns_{}", other(python.version));
    let (_folder, test) = proof_of(&name, "self.fail()")?;
    PythonTest::run_all(&test.file, python)?;
    let (_folder, test) = proof_of(&name, "pass")?;
    let said = PythonTest::run_all(&test.file, python).expect_err("it holds");
    let place = format!("{}:5: `{name}` holds on", test.file.display());
    assert!(said.contains(&place), "{said}");
    let (_folder, test) = proof_of("the_tide_turns", "self.fail()")?;
    PythonTest::run_all(&test.file, python).expect_err("it fails");
    Ok(())
}

fn asks_too_much(python: &Python) -> Result<(), Failed> {
    let next = Version(3, python.version.1 + 1);
    for (program, is_too_new) in [("print('tide')", true), ("print('ebb')", false)] {
        let text = format!("# clock: real\n# python: >={next}\n{program}\n");
        let (folder, chapter) = chapter("python/tide.py", &text)?;
        write(&folder.path().join("transcripts/tide.txt"), "tide\n")?;
        let report = chapter.program("tide").compare(&[Runner::Python(python)], false);
        let found = format!("python/tide.py:2 says that it takes {next}");
        let failure = report.failure.unwrap_or_default();
        assert_eq!(failure.contains(&found), is_too_new, "{failure}");
        assert_eq!(failure.is_empty(), !is_too_new, "{failure}");
    }
    Ok(())
}
