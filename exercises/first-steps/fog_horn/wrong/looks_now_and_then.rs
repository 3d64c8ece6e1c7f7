use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::sleep;

pub type Callback = Box<dyn FnOnce(String) + Send>;

/// Returns the signal with which `listen` calls its callback.
pub async fn horn(listen: impl FnOnce(Callback)) -> String {
    let heard = Arc::new(Mutex::new(None));
    let filled = heard.clone();
    listen(Box::new(move |signal| {
        *filled.lock().unwrap() = Some(signal);
    }));
    loop {
        if let Some(signal) = heard.lock().unwrap().take() {
            return signal;
        }
        sleep(Duration::from_secs(1)).await;
    }
}
