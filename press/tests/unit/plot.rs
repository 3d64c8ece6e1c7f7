use std::collections::BTreeMap;

use super::*;

fn row(unit: &str, figures: &[(&str, [f64; 3])]) -> Row {
    let figures = figures.iter().map(|(id, figures)| ((*id).to_owned(), *figures));
    Row {
        id: "spawn".to_owned(),
        title: "spawn".to_owned(),
        unit: unit.to_owned(),
        sizes: "10".to_owned(),
        seconds: 1.0,
        figures: figures.collect(),
        without: BTreeMap::new(),
    }
}

#[test]
fn a_scale_begins_at_zero_where_figures_are_near_each_other() {
    let scale =
        Scale::of(&row("ns", &[("one", [90.0, 100.0, 110.0]), ("other", [200.0, 210.0, 390.0])]));
    assert_eq!(scale.ticks(), [0.0, 100.0, 200.0, 300.0, 400.0]);
    assert_eq!(scale.place(0.0), "1.00%");
    assert_eq!(scale.place(400.0), "99.00%");
}

#[test]
fn a_scale_is_logarithmic_where_one_figure_is_far_from_another() {
    let scale = Scale::of(&row("ns", &[("one", [18.0, 20.0, 30.0]), ("other", [2e3, 2e3, 9e4])]));
    assert_eq!(scale.ticks(), [10.0, 100.0, 1e3, 1e4, 1e5]);
    assert_eq!(scale.place(1e3), "50.00%");
}

#[test]
fn a_tick_has_no_zeros_behind_its_point() {
    let words = [(0.0, "ns"), (10.0, "ns"), (1e3, "ns"), (1500.0, "ns"), (1e6, "/s")];
    let words = words.map(|(tick, unit)| tick_words(tick, unit));
    assert_eq!(words, ["0 ns", "10 ns", "1 µs", "1.5 µs", "1,000,000 /s"]);
}
