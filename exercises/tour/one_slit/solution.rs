use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::sleep;

#[derive(Default)]
pub struct Spectrograph {
    slit: Mutex<String>,
}

impl Spectrograph {
    pub async fn measure(&self, star: &str) -> String {
        let mut slit = self.slit.lock().await;
        *slit = star.to_owned();
        sleep(Duration::from_secs(2)).await;
        slit.clone()
    }
}
