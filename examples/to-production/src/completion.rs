//! A read that the kernel does by itself, begun and then dropped.

// ANCHOR: listing
use std::io;

use compio::BufResult;
use compio::io::{AsyncRead, AsyncWriteExt};
use compio::net::UnixStream;
use futures::poll;

/// Begins a read, drops it when its bytes have come, and reads again.
///
/// # Errors
///
/// If the system refuses.
pub async fn read_dropped(
    mut wire: &UnixStream,
    mut peer: &UnixStream,
) -> io::Result<Vec<u8>> {
    let mut first = Box::pin(wire.read(Vec::with_capacity(64)));
    assert!(poll!(&mut first).is_pending());
    peer.write_all("hello").await.0?;
    drop(first);
    peer.write_all("world").await.0?;
    let BufResult(count, buffer) =
        wire.read(Vec::with_capacity(64)).await;
    count.map(|_| buffer)
}
// ANCHOR_END: listing
