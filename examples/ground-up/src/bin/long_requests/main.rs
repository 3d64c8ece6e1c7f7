//! How long a long request takes: `long_requests <port>`.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Instant;

// ANCHOR: listing
fn measure(mut service: &TcpStream) -> io::Result<()> {
    let mut replies = BufReader::new(service);
    loop {
        let start = Instant::now();
        service.write_all(b"30\n")?;
        replies.skip_until(b'\n')?;
        let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
        println!("{milliseconds:.1} ms");
    }
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    let port = env::args().nth(1).expect("the argument is a port");
    measure(&TcpStream::connect(format!("127.0.0.1:{port}"))?)
}
