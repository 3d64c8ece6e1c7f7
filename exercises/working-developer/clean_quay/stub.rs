use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

use tokio::time::sleep;

pub type Quay = RefCell<BTreeSet<&'static str>>;

pub async fn visit(quay: &Quay, ferry: &'static str) {
    quay.borrow_mut().insert(ferry);
    sleep(Duration::from_secs(10)).await;
    quay.borrow_mut().remove(ferry);
}
