use std::time::Duration;

use exam::{Verdict, expect, run};
use tokio::io::{AsyncWriteExt, duplex};
use tokio::time::sleep;

use super::answer::frames;

pub fn check() -> Verdict {
    let long = vec![b'x'; 300];
    let sent =
        [&b"\x01\x2c"[..], &long, b"\0\0", b"\0\x03end"].concat();
    let messages = run(async {
        let (mut client, server) = duplex(1000);
        let client = async move {
            for piece in [0..4, 4..200, 200..303, 303..sent.len()] {
                let _ = client.write_all(&sent[piece]).await;
                sleep(Duration::from_secs(1)).await;
            }
        };
        let (messages, ()) = tokio::join!(frames(server), client);
        messages
    })?;
    let first = messages.first().map_or(300, Vec::len);
    expect!(
        first == 300,
        "A message of 300 bytes is sent in pieces, and `frames` returns \
         {first} bytes of it: read exactly as many as its length says."
    );
    expect!(
        messages.len() != 1,
        "3 messages were sent, and `frames` returns 1: \
         an empty message is not the end of the stream."
    );
    expect!(
        messages == [&long[..], b"", b"end"],
        "3 messages were sent, and `frames` returns {}.",
        messages.len()
    );
    Ok(())
}
