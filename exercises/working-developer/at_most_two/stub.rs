use futures::future::join_all;

pub async fn fetch_all<T>(
    jobs: Vec<impl Future<Output = T>>,
) -> Vec<T> {
    join_all(jobs).await
}
