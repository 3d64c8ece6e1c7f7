use tokio::sync::Notify;

#[derive(Default)]
pub struct Gate {
    sign: Notify,
}

impl Gate {
    pub fn open(&self) {
        self.sign.notify_one();
    }

    pub async fn wait(&self) {
        self.sign.notified().await;
    }
}
