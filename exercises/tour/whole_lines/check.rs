use std::time::Duration;

use exam::{Verdict, expect, run};
use tokio::io::{AsyncWriteExt, duplex};
use tokio::time::sleep;

use super::answer::messages;

const PIECES: [&str; 5] = ["ta", "ck\n", "gy", "be\n\n", "reef\n"];

pub fn check() -> Verdict {
    let lines = run(async {
        let (mut client, server) = duplex(100);
        let client = async move {
            for piece in PIECES {
                let _ = client.write_all(piece.as_bytes()).await;
                sleep(Duration::from_secs(1)).await;
            }
        };
        let (lines, ()) = tokio::join!(messages(server), client);
        lines
    })?;
    expect!(
        lines != ["tack", "gybe"],
        "`messages` stops at the empty line, and `reef` comes after it: \
         an empty line is not the end of the stream."
    );
    expect!(
        lines == ["tack", "gybe", "", "reef"],
        "The lines are tack, gybe, an empty one, and reef, and `messages` \
         returns {} other things: \
         a piece of the stream is no line.",
        lines.len()
    );
    Ok(())
}
