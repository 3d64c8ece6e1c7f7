use std::cell::RefCell;
use std::time::Duration;

use tokio::time::sleep;

#[derive(Default)]
pub struct Spectrograph {
    slit: RefCell<String>,
}

impl Spectrograph {
    pub async fn measure(&self, star: &str) -> String {
        *self.slit.borrow_mut() = star.to_owned();
        sleep(Duration::from_secs(2)).await;
        self.slit.borrow().clone()
    }
}
