//! A file to which a thread of its own appends orders.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::thread;

use rustix::fs::OFlags;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

// ANCHOR: write
struct Order {
    text: String,
    written: oneshot::Sender<()>,
}

/// Why an order was not written.
pub enum Refused {
    /// Too many others wait.
    Full,
    /// The ledger has failed.
    Failed,
}

/// Where orders are written.
pub struct Ledger {
    orders: mpsc::Sender<Order>,
}

impl Ledger {
    /// Returns when the order is on the disk.
    pub async fn write(&self, text: String) -> Result<(), Refused> {
        let (written, is_written) = oneshot::channel();
        self.orders.try_send(Order { text, written }).map_err(
            |error| match error {
                TrySendError::Full(_) => Refused::Full,
                TrySendError::Closed(_) => Refused::Failed,
            },
        )?;
        is_written.await.map_err(|_| Refused::Failed)
    }
    // ANCHOR_END: write

    /// How many orders wait.
    pub fn waiting(&self) -> usize {
        self.orders.max_capacity() - self.orders.capacity()
    }

    /// A ledger in this file, with room for so many orders that wait,
    /// and its failure, if there is one.
    pub fn open(
        path: String,
        room: usize,
    ) -> (Ledger, oneshot::Receiver<io::Error>) {
        let (orders, inbox) = mpsc::channel(room);
        let (failed, failure) = oneshot::channel();
        thread::spawn(move || {
            if let Err(error) = keep(&path, inbox) {
                // A service that has stopped does not ask.
                let _ = failed.send(error);
            }
        });
        (Ledger { orders }, failure)
    }
}

// ANCHOR: keep
fn keep(
    path: &str,
    mut inbox: mpsc::Receiver<Order>,
) -> io::Result<()> {
    // With this flag, a write returns when it is on the disk.
    let on_disk = OFlags::DSYNC.bits().cast_signed();
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .custom_flags(on_disk)
        .open(path)?;
    // A line that a crash has torn ends here.
    file.write_all(b"\n")?;
    while let Some(order) = inbox.blocking_recv() {
        let mut batch = vec![order];
        while let Ok(order) = inbox.try_recv() {
            batch.push(order);
        }
        let lines = batch.iter().map(|it| format!("{}\n", it.text));
        file.write_all(lines.collect::<String>().as_bytes())?;
        for order in batch {
            // A client that has left does not ask.
            let _ = order.written.send(());
        }
    }
    Ok(())
}
// ANCHOR_END: keep
