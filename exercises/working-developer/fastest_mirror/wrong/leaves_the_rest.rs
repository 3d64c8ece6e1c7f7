use tokio::sync::mpsc;

/// Each mirror is a future that returns its answer.
pub async fn fastest(
    mirrors: Vec<impl Future<Output = String> + Send + 'static>,
) -> String {
    let (sender, mut answers) = mpsc::unbounded_channel();
    for mirror in mirrors {
        let sender = sender.clone();
        tokio::spawn(async move {
            let _ = sender.send(mirror.await);
        });
    }
    answers.recv().await.expect("there is a mirror")
}
