//! `{{#figures}}` and `{{#measured}}`: figures as plots and as tables, made when the book is built.
//!
//! A plot is as wide as its column and its words keep their size: places are percents of its width. Its
//! colours are classes of `theme/book.css`. A line a peer: its name, its median in words, and below them
//! the range of its rounds with the median as a dot.

use maud::{Markup, html};

use crate::fault::{Flaw, all};
use crate::measured::{Measured, Peer, Row, said, span};

const LINE: usize = 38;
/// From the top of a line to its track.
const TRACK: usize = 26;
const AXIS: usize = 26;

/// A scale this long is logarithmic.
const LONG: f64 = 12.0;

/// A row with its peers.
#[derive(Debug)]
pub struct Plot {
    row: Row,
    peers: Vec<Peer>,
    scale: Scale,
}

/// Some rows of some peers.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Row>,
    peers: Vec<Peer>,
}

#[derive(Debug)]
enum Scale {
    /// From zero.
    Linear { end: f64, step: f64 },
    /// From one power of ten to another.
    Logarithmic { start: i32, end: i32 },
}

impl Plot {
    /// Reads the row of that name.
    pub fn read(measured: &Measured, id: &str) -> Result<Plot, Vec<Flaw>> {
        let row = measured.row(id).map_err(|flaw| vec![flaw])?.clone();
        let told =
            |peer: &&Peer| row.figures.contains_key(&peer.id) || row.without.contains_key(&peer.id);
        let peers: Vec<_> = measured.peer.iter().filter(told).cloned().collect();
        let scale = Scale::of(&row);
        Ok(Plot { row, peers, scale })
    }

    /// The plot, and below it the same as a table, as HTML without an empty line.
    pub fn html(&self) -> String {
        let Row { id, title, sizes, .. } = &self.row;
        let better = if self.is_rate() { "more is better" } else { "less is better" };
        let scale = match self.scale {
            Scale::Linear { .. } => "",
            Scale::Logarithmic { .. } => ", each step of the scale is ten times the last",
        };
        let html = html! {
            figure class="plot" id={ "figures-" (id) } {
                figcaption { strong { (title) } " " span class="soft" { (better) (scale) } }
                (self.svg())
                details class="numbers" {
                    summary { "The same as a table" }
                    (self.table())
                    p class="soft" { "Done for one measurement: " (sizes) "." }
                }
            }
        };
        html.into_string()
    }

    fn is_rate(&self) -> bool {
        self.row.unit == "/s"
    }

    fn measured(&self) -> impl Iterator<Item = (&Peer, [f64; 3])> {
        self.peers.iter().filter_map(|peer| Some((peer, *self.row.figures.get(&peer.id)?)))
    }

    fn svg(&self) -> Markup {
        let count = self.measured().count();
        let (bottom, height) = (count * LINE, count * LINE + AXIS);
        let title = format!("figures-{}-title", self.row.id);
        let ticks = self.scale.ticks();
        let described = self.measured().map(|(peer, [_, median, _])| {
            format!("{} {}", peer.name, said(median, &self.row.unit))
        });
        let described: Vec<_> = described.collect();
        html! {
            svg role="img" width="100%" height=(height) aria-labelledby=(title) {
                title id=(title) { (self.row.title) ": " (described.join(", ")) }
                @for (place, &tick) in ticks.iter().enumerate() {
                    @let x = self.scale.place(tick);
                    @let anchor = match place {
                        0 => "start",
                        last if last + 1 == ticks.len() => "end",
                        _ => "middle",
                    };
                    line class="tick" x1=(x) x2=(x) y1="0" y2=(bottom + 6) {}
                    text class="soft" x=(x) y=(bottom + 20) text-anchor=(anchor) { (tick_words(tick, &self.row.unit)) }
                }
                @for (place, (peer, figures)) in self.measured().enumerate() {
                    (self.line(place * LINE, peer, figures))
                }
            }
        }
    }

    fn line(&self, top: usize, peer: &Peer, figures: [f64; 3]) -> Markup {
        let [low, median, high] = figures.map(|figure| self.scale.place(figure));
        let (words, track) = (top + 15, top + TRACK);
        html! {
            g class=(peer.language) {
                text class="halo" x="0" y=(words) { (peer.name) }
                text class="halo" x="100%" y=(words) text-anchor="end" { (said(figures[1], &self.row.unit)) }
                line class="track" x1="0" x2="100%" y1=(track) y2=(track) {}
                @if let Scale::Linear { .. } = self.scale {
                    line class="bar" x1="0" x2=(median) y1=(track) y2=(track) {}
                }
                line class="range" x1=(low) x2=(high) y1=(track) y2=(track) {}
                circle cx=(median) cy=(track) r="4.5" {}
            }
        }
    }

    fn table(&self) -> Markup {
        html! {
            div class="table-wrapper" {
                table {
                    thead { tr { th { "loop" } th { "median" } th { "lowest to highest" } } }
                    tbody {
                        @for peer in &self.peers {
                            tr {
                                td { (peer.name) " " span class="soft" { (peer.version) } }
                                @if let Some([low, median, high]) = self.row.figures.get(&peer.id) {
                                    td { (said(*median, &self.row.unit)) }
                                    td { (span(*low, *high, &self.row.unit)) }
                                } @else {
                                    td { "–" }
                                    td { (why(peer, &self.row)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn why<'a>(peer: &'a Peer, row: &'a Row) -> &'a str {
    let why = row.without.get(&peer.id).or(peer.missing.as_ref());
    why.map_or("not measured", String::as_str)
}

impl Scale {
    fn of(row: &Row) -> Scale {
        let figures = || row.figures.values().flatten().copied();
        let (least, most) = figures().fold((f64::MAX, 0.0f64), |(least, most), figure| {
            (least.min(figure), most.max(figure))
        });
        if most / least > LONG {
            let (start, end) = (least.log10().floor() as i32, most.log10().ceil() as i32);
            return Scale::Logarithmic { start, end };
        }
        let size = 10f64.powf(most.max(f64::MIN_POSITIVE).log10().floor());
        let step = [0.2, 0.5, 1.0, 2.0, 5.0].map(|it| it * size);
        let step = step.into_iter().find(|step| most / step <= 4.0).unwrap_or(size);
        Scale::Linear { end: (most / step).ceil().max(1.0) * step, step }
    }

    fn ticks(&self) -> Vec<f64> {
        match *self {
            Scale::Linear { end, step } => {
                (0..=(end / step).round() as i32).map(|tick| f64::from(tick) * step).collect()
            }
            Scale::Logarithmic { start, end } => (start..=end).map(|it| 10f64.powi(it)).collect(),
        }
    }

    /// Where a figure is, as a part of the width. The dot of the last one has room.
    fn place(&self, figure: f64) -> String {
        let part = match *self {
            Scale::Linear { end, .. } => figure / end,
            Scale::Logarithmic { start, end } => {
                (figure.log10() - f64::from(start)) / f64::from(end - start)
            }
        };
        format!("{:.2}%", 1.0 + 98.0 * part.clamp(0.0, 1.0))
    }
}

impl Table {
    /// Reads the rows and the peers of those names.
    pub fn read(
        measured: &Measured,
        rows: &[String],
        peers: &[String],
    ) -> Result<Table, Vec<Flaw>> {
        let rows = all(rows.iter().map(|id| measured.row(id).cloned()));
        let peers = all(peers.iter().map(|id| measured.peer(id).cloned()));
        match (rows, peers) {
            (Ok(rows), Ok(peers)) => Ok(Table { rows, peers }),
            (rows, peers) => {
                let flaws = [rows.err(), peers.err()].into_iter().flatten().flatten();
                Err(flaws.collect())
            }
        }
    }

    /// The shorter list makes the columns.
    pub fn html(&self) -> String {
        let html = html! {
            div class="table-wrapper figures" tabindex="0" {
                table {
                    @if self.rows.len() < self.peers.len() {
                        thead { tr { th { "loop" } @for row in &self.rows { th { (row.title) } } } }
                        tbody {
                            @for peer in &self.peers {
                                tr { th scope="row" { (peer.name) } @for row in &self.rows { (cell(row, peer)) } }
                            }
                        }
                    } @else {
                        thead { tr { th { "work" } @for peer in &self.peers { th { (peer.name) } } } }
                        tbody {
                            @for row in &self.rows {
                                tr { th scope="row" { (row.title) } @for peer in &self.peers { (cell(row, peer)) } }
                            }
                        }
                    }
                }
            }
        };
        html.into_string()
    }
}

fn cell(row: &Row, peer: &Peer) -> Markup {
    html! {
        @if let Some([low, median, high]) = row.figures.get(&peer.id) {
            td { (said(*median, &row.unit)) br; span class="soft" { (span(*low, *high, &row.unit)) } }
        } @else {
            td class="none" { span class="soft" { (why(peer, row)) } }
        }
    }
}

/// A figure without the zeros behind its point.
fn tick_words(tick: f64, unit: &str) -> String {
    let words = said(tick, unit);
    let (number, unit) = words.split_at(words.find(' ').unwrap_or(words.len()));
    if !number.contains('.') {
        return words;
    }
    format!("{}{unit}", number.trim_end_matches('0').trim_end_matches('.'))
}

/// On what all was measured, when, and who is missing.
pub fn description(measured: &Measured) -> String {
    let machine = &measured.machine;
    let minutes = (measured.seconds / 60.0).round();
    let missing = measured.peer.iter().filter_map(|it| Some((&it.name, it.missing.as_ref()?)));
    let versions = measured.peer.iter().filter(|peer| !peer.version.is_empty());
    let versions = versions.map(|peer| format!("{} {}", peer.name, peer.version));
    let html = html! {
        dl class="measured" {
            dt { "When" } dd { (measured.date) ", in " (minutes) " minutes" }
            dt { "Machine" }
            dd { (machine.cpu) ", " (machine.cores) " cores, " (machine.memory) ", " (machine.system) }
            dt { "Load" } dd { "in the minute before it began, an average of " (machine.load) " processes wanted a core" }
            dt { "Compiler and interpreter" } dd { (machine.rust) ", Python " (machine.python) }
            dt { "Releases" } dd { (versions.collect::<Vec<_>>().join(", ")) }
            @for (name, why) in missing { dt { "Missing" } dd { (name) ": " (why) } }
        }
    };
    html.into_string()
}

#[cfg(test)]
#[path = "../tests/unit/plot.rs"]
mod tests;
