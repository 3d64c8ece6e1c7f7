//! A client of the fib service, for the programs that show it.

use std::io::{self, Read, Write};
use std::net::TcpStream;

/// Asks, waits for the answer, and prints it.
///
/// # Errors
///
/// If the service is gone.
pub fn ask(
    ferry: &str,
    mut service: &TcpStream,
    n: u32,
) -> io::Result<()> {
    service.write_all(format!("{n}\n").as_bytes())?;
    let mut reply = [0; 100];
    let length = service.read(&mut reply)?;
    println!("{ferry}: fib({n}) is {}", number(&reply[..length]));
    Ok(())
}

/// The number that a line holds.
///
/// # Panics
///
/// If it holds none.
pub fn number(line: &[u8]) -> u32 {
    let line = str::from_utf8(line).expect("the line is text");
    line.trim().parse().expect("the line is a number")
}
