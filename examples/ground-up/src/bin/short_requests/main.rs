//! How many short requests a second: `short_requests <port>`.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

// ANCHOR: listing
fn measure(mut service: &TcpStream) -> io::Result<()> {
    let mut replies = BufReader::new(service);
    loop {
        let (start, mut count) = (Instant::now(), 0.0);
        while start.elapsed() < Duration::from_secs(1) {
            service.write_all(b"1\n")?;
            replies.skip_until(b'\n')?;
            count += 1.0;
        }
        let per_second = count / start.elapsed().as_secs_f64();
        println!("{per_second:.0} a second");
    }
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    let port = env::args().nth(1).expect("the argument is a port");
    measure(&TcpStream::connect(format!("127.0.0.1:{port}"))?)
}
