//! A struct that knows where a part of it is, and stays in its box.

// ANCHOR: listing
use std::ptr;

struct Chart {
    depths: [u32; 3],
    mark: *const u32,
}

impl Chart {
    fn draw(&mut self) {
        self.mark = &raw const self.depths[1];
    }

    fn is_whole(&self) -> bool {
        ptr::eq(self.mark, &raw const self.depths[1])
    }
}

fn moved(chart: Box<Chart>) -> Box<Chart> {
    chart
}

fn main() {
    let (depths, mark) = ([5, 9, 14], ptr::null());
    let mut chart = Box::new(Chart { depths, mark });
    chart.draw();
    let whole = chart.is_whole();
    println!("drawn: the mark is on this chart: {whole}");
    let chart = moved(chart);
    let whole = chart.is_whole();
    println!("moved: the mark is on this chart: {whole}");
}
// ANCHOR_END: listing
