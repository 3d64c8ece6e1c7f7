use futures::future::join_all;

pub async fn fetch_all<T>(
    mut jobs: Vec<impl Future<Output = T>>,
) -> Vec<T> {
    let mut results = Vec::new();
    while !jobs.is_empty() {
        let pair = jobs.drain(..jobs.len().min(2));
        results.extend(join_all(pair).await);
    }
    results
}
