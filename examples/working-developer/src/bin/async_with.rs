//! What takes time at its end is closed by a call.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;

struct Line;

impl Line {
    async fn open() -> Line {
        sleep(Duration::from_secs(1)).await;
        say!("line: is open");
        Line
    }

    async fn ask(&self, source: &str) -> Result<(), &'static str> {
        if source == "mayor" {
            return Err("hangs up");
        }
        say!("line: the {source} answers");
        Ok(())
    }

    async fn close(self) {
        sleep(Duration::from_secs(1)).await;
        say!("line: is closed");
    }
}

async fn editor() {
    let line = Line::open().await;
    let answers = match line.ask("witness").await {
        Ok(()) => line.ask("mayor").await,
        error => error,
    };
    line.close().await;
    if let Err(error) = answers {
        say!("editor: the mayor {error}");
    }
}

// ANCHOR_END: listing
fn main() {
    run(editor());
}
