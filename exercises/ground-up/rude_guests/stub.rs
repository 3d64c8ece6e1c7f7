use std::io::{self, Read, Write};

/// `accept` waits for the next client.
pub fn serve<C: Read + Write>(
    mut accept: impl FnMut() -> io::Result<C>,
) -> io::Result<()> {
    loop {
        let client = accept()?;
        attend(client)?;
    }
}

fn attend<C: Read + Write>(mut client: C) -> io::Result<()> {
    let mut line = [0; 100];
    loop {
        let length = client.read(&mut line)?;
        if length == 0 {
            return Ok(());
        }
        client.write_all(&answer(&line[..length]))?;
    }
}

fn answer(line: &[u8]) -> Vec<u8> {
    [b"you say: ", line].concat()
}
