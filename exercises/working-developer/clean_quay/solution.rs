use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

use tokio::time::sleep;

pub type Quay = RefCell<BTreeSet<&'static str>>;

/// A place at the quay, for as long as this is held.
struct Berth<'a>(&'a Quay, &'static str);

impl Drop for Berth<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().remove(self.1);
    }
}

pub async fn visit(quay: &Quay, ferry: &'static str) {
    quay.borrow_mut().insert(ferry);
    let _berth = Berth(quay, ferry);
    sleep(Duration::from_secs(10)).await;
}
