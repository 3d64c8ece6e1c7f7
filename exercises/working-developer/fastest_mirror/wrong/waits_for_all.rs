use futures::future::join_all;

/// Each mirror is a future that returns its answer.
pub async fn fastest(
    mirrors: Vec<impl Future<Output = String> + Send + 'static>,
) -> String {
    let mut answers = join_all(mirrors).await;
    answers.swap_remove(1)
}
