use std::path::PathBuf;

use proof::Chapter;

use super::*;

fn found(language: Language, printed: &str, shown: std::ops::Range<usize>) -> Vec<(usize, String)> {
    let program = Chapter { folder: PathBuf::from("examples/harbour") }.program("tide");
    let marks = marks(&program, language, printed, |line| shown.contains(&line));
    marks.into_iter().map(|mark| (mark.line, mark.text)).collect()
}

#[test]
fn a_traceback_marks_its_innermost_line_that_is_shown() {
    let printed = r#"high
Traceback (most recent call last):
  File "tide.py", line 20, in <module>
    run(main())
    ~~~^^^^^^^^
  File "/usr/lib/python3.14/asyncio/runners.py", line 204, in run
    return runner.run(main)
  File "tide.py", line 7, in main
    await ebb()
  File "tide.py", line 2, in ebb
    raise ValueError("low")
ValueError: low
[exit status: 1]
"#;
    let words = "ValueError: low".to_owned();
    assert_eq!(found(Language::Python, printed, 1..21), [(2, words.clone())]);
    assert_eq!(found(Language::Python, printed, 5..21), [(7, words)]);
    assert!(found(Language::Python, printed, 30..40).is_empty());
}

#[test]
fn each_of_two_chained_tracebacks_and_of_a_group_has_its_mark() {
    let chained = r#"Traceback (most recent call last):
  File "tide.py", line 3, in main
    1 / 0
ZeroDivisionError: division by zero

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "tide.py", line 5, in main
    raise ValueError("low")
ValueError: low
"#;
    let one = (3, "ZeroDivisionError: division by zero".to_owned());
    let marks = found(Language::Python, chained, 1..9);
    assert_eq!(marks, [one, (5, "ValueError: low".to_owned())]);
    let group = r#"  + Exception Group Traceback (most recent call last):
  |   File "tide.py", line 9, in <module>
  |     run(main())
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "tide.py", line 4, in ebb
    |     raise ValueError("low")
    | ValueError: low
    +------------------------------------
"#;
    let marks = found(Language::Python, group, 1..9);
    assert_eq!(marks, [(4, "ValueError: low".to_owned())]);
}

#[test]
fn what_does_not_even_begin_marks_its_line() {
    let printed =
        "  File \"tide.py\", line 3\n    awiat ebb()\n          ^^^\nSyntaxError: invalid syntax\n";
    let marks = found(Language::Python, printed, 1..9);
    assert_eq!(marks, [(3, "SyntaxError: invalid syntax".to_owned())]);
}

#[test]
fn a_panic_marks_its_line_and_one_elsewhere_none() {
    let printed = "\nthread 'main' (42) panicked at examples/harbour/src/bin/tide.rs:12:5:\nlow water\n\
                   note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n";
    assert_eq!(found(Language::Rust, printed, 1..99), [(12, "panicked: low water".to_owned())]);
    assert!(found(Language::Rust, &printed.replace("tide.rs", "ebb.rs"), 1..99).is_empty());
}

#[test]
fn an_answer_is_marked_where_the_compiler_or_a_traceback_points() {
    let refused = "error[E0308]: mismatched types\n --> ebbing.rs:3:5\n  |\n3 |     4\n\n\
                   error: aborting due to 1 previous error\n";
    let marks = of_answer("ebbing", Language::Rust, refused);
    let text = "error[E0308]: mismatched types".to_owned();
    assert_eq!(marks, [Mark { line: 3, text }]);
    let raised =
        "  File \"answer.py\", line 2, in ebb\n    1 / 0\nZeroDivisionError: division by zero\n";
    let marks = of_answer("ebbing", Language::Python, raised);
    let text = "ZeroDivisionError: division by zero".to_owned();
    assert_eq!(marks, [Mark { line: 2, text }]);
}
