use super::*;

#[test]
fn a_figure_has_three_digits_and_a_unit_that_fits() {
    let all = [
        (18.744, "ns", "18.7 ns"),
        (999.6, "ns", "1.00 µs"),
        (164_505.0, "ns", "165 µs"),
        (2_340_000.0, "ns", "2.34 ms"),
        (155_625.4, "/s", "156,000 /s"),
        (1_434.7, "bytes", "1,430 bytes"),
        (1.0432, "times", "1.04"),
        (88.27, "ms", "88.3 ms"),
    ];
    for (figure, unit, expected) in all {
        assert_eq!(said(figure, unit), expected);
    }
}

#[test]
fn a_time_or_a_rate_that_only_a_measurement_tells_is_found_in_a_line() {
    let found = |line| typed(line, false);
    assert_eq!(found("it takes 125 ns, or so"), Some("125 ns".to_owned()));
    assert_eq!(found("| x | 2,300 µs |"), Some("2,300 µs".to_owned()));
    assert_eq!(found("of 1.5ns"), Some("1.5 ns".to_owned()));
    assert_eq!(found("12,716 /s"), Some("12,716 /s".to_owned()));
    assert_eq!(found("a wait of 100 ms, 5 s and 64 bytes; 3 nsec"), None);
    assert_eq!(found("in code: `125 ns`"), None);
}

#[test]
fn more_is_found_on_a_page_that_shows_figures() {
    let found = |line| typed(line, true);
    assert_eq!(found("beside 88 ms"), Some("88 ms".to_owned()));
    assert_eq!(found("is 1.04 times that"), Some("1.04 times".to_owned()));
    assert_eq!(found("a request of 64 bytes, 1,000 connections"), None);
}

#[test]
fn a_span_says_its_unit_once_if_it_is_the_same() {
    assert_eq!(span(118.0, 140.0, "ns"), "118 to 140 ns");
    assert_eq!(span(118.0, 1400.0, "ns"), "118 ns to 1.40 µs");
    assert_eq!(span(1.0, 1.5, "times"), "1.00 to 1.50");
}
