use std::sync::mpsc::channel;
use std::time::Duration;

use exam::{Verdict, expect, run};
use tokio::runtime::Handle;

use super::answer::ask;

pub fn check() -> Verdict {
    let (had, has_had) = channel();
    let word = run(async {
        let tokio = Handle::current();
        let look_up = move || {
            let (turn, turns) = channel();
            tokio.spawn(async move { turn.send(()) });
            let turn = turns.recv_timeout(Duration::from_millis(500));
            let _ = had.send(turn.is_ok());
            "luff".to_owned()
        };
        ask(look_up).await
    })?;
    let had_turn = has_had.try_recv();
    expect!(
        word == "luff" && had_turn.is_ok(),
        "`ask` returns no word: call `look_up`, and return what it returns."
    );
    expect!(
        had_turn == Ok(true),
        "While `look_up` ran, no other task had a turn. \
         Call it in another thread, and await that."
    );
    Ok(())
}
