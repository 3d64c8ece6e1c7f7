use std::io::{self, BufRead, BufReader, Read, Write};

/// `accept` waits for the next client.
pub fn serve<C: Read + Write>(
    mut accept: impl FnMut() -> io::Result<C>,
) -> io::Result<()> {
    loop {
        let client = accept()?;
        attend(client).ok(); // an error: this client has left
    }
}

fn attend<C: Read + Write>(client: C) -> io::Result<()> {
    let mut client = BufReader::new(client);
    let mut line = Vec::new();
    while client.read_until(b'\n', &mut line)? > 0 {
        client.get_mut().write_all(&answer(&line))?;
        line.clear();
    }
    Ok(())
}

fn answer(line: &[u8]) -> Vec<u8> {
    [b"you say: ", line].concat()
}
