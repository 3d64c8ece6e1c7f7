use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, ThreadId};
use std::time::Duration;

use exam::{Verdict, expect};

use super::answer::serve;

const PATIENCE: Duration = Duration::from_millis(1500);

/// A client who stays until `leave` is dropped.
struct Client {
    accepted_by: ThreadId,
    served_by: Sender<(ThreadId, ThreadId)>,
    leave: Receiver<()>,
}

impl Client {
    fn stay(self) {
        let ours = thread::current().id();
        let _ = self.served_by.send((self.accepted_by, ours));
        if ours != self.accepted_by {
            let _ = self.leave.recv();
        }
    }
}

pub fn check() -> Verdict {
    let (gulls_thread, gull) = channel();
    let (herons_thread, heron) = channel();
    // Each stays as long as its other end is here.
    let (_gull_stays, gull_leaves) = channel();
    let (_heron_stays, heron_leaves) = channel();
    let (tell_closing, closing) = channel();
    let (tell_closed, closed) = channel();
    thread::spawn(move || {
        let accepted_by = thread::current().id();
        let clients = [
            (gulls_thread, gull_leaves),
            (herons_thread, heron_leaves),
        ];
        let mut clients =
            clients.into_iter().map(|(served_by, leave)| Client {
                accepted_by,
                served_by,
                leave,
            });
        serve(
            || {
                let client = clients.next();
                if client.is_none() {
                    let _ = tell_closing.send(());
                }
                client
            },
            Client::stay,
        );
        let _ = tell_closed.send(());
    });
    let gull = gull.recv_timeout(PATIENCE);
    expect!(
        gull.is_ok(),
        "Gull is accepted, and `attend` is not called."
    );
    expect!(
        gull.is_ok_and(
            |(accepted_by, served_by)| accepted_by != served_by
        ),
        "Gull is served by the thread that accepts: \
         as long as she stays, no one else can come in."
    );
    expect!(
        closing.recv_timeout(PATIENCE).is_ok(),
        "Gull has a thread of her own, and the thread that accepts waits \
         for it: Heron is not accepted as long as Gull stays."
    );
    expect!(
        heron.recv_timeout(PATIENCE).is_ok(),
        "Heron is accepted, and `attend` is not called for her."
    );
    expect!(
        closed.recv_timeout(PATIENCE).is_ok(),
        "The server is told to close, and `serve` waits for Gull's \
         thread: a client who says nothing would keep it open for ever."
    );
    Ok(())
}
