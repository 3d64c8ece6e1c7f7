//! What ends the loop's sleep, from any thread.

// ANCHOR: bell
/// One more event that the system tells the loop.
pub(super) struct Bell(pub(super) mio::Waker);

impl Bell {
    pub(super) fn ring(&self) {
        self.0.wake().expect("the system takes one more event");
    }
}
// ANCHOR_END: bell
