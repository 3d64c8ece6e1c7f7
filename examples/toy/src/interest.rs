//! What a task waits for.

/// What a task wants to do with a descriptor. `loop.add_reader` and
/// `add_writer`; `trio.lowlevel.wait_readable` and `wait_writable`;
/// tokio's `Interest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Interest {
    /// To receive, or to accept.
    Read,
    /// To send, or to hear that a connection is made.
    Write,
}
