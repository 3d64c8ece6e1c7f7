use tokio::sync::oneshot;

pub type Callback = Box<dyn FnOnce(String) + Send>;

/// Returns the signal with which `listen` calls its callback.
pub async fn horn(listen: impl FnOnce(Callback)) -> String {
    let (sender, heard) = oneshot::channel();
    listen(Box::new(|signal| {
        let _ = sender.send(signal);
    }));
    heard.await.expect("the horn sounds")
}
