//! Measures the peers that stand on io_uring: `rings <peer> <work> <size> …`.

#[path = "../../src/work/mod.rs"]
#[macro_use]
mod work;

mod compio;
mod glommio;
mod monoio;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let peer = words.first().map_or("", String::as_str);
    let (work, sizes) = work::work_and_sizes(words.get(1..).unwrap_or_default());
    work::say(match peer {
        "compio" => compio::measure(&work, &sizes),
        "glommio" => glommio::measure(&work, &sizes),
        "monoio" => monoio::measure(&work, &sizes),
        _ => Err(format!("there is no peer {peer}")),
    });
}
