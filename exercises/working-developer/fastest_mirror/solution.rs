use tokio::task::JoinSet;

/// Each mirror is a future that returns its answer.
pub async fn fastest(
    mirrors: Vec<impl Future<Output = String> + Send + 'static>,
) -> String {
    let mut tasks = JoinSet::new();
    for mirror in mirrors {
        tasks.spawn(mirror);
    }
    let first = tasks.join_next().await.expect("there is a mirror");
    first.expect("no mirror panics")
}
