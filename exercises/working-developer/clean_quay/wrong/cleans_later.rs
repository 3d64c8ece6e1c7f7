use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

use tokio::time::{sleep, timeout};

pub type Quay = RefCell<BTreeSet<&'static str>>;

pub async fn visit(quay: &Quay, ferry: &'static str) {
    quay.borrow_mut().insert(ferry);
    let ten = Duration::from_secs(10);
    let _ = timeout(ten, sleep(ten)).await;
    quay.borrow_mut().remove(ferry);
}
