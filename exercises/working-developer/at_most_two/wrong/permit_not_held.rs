use futures::future::join_all;
use tokio::sync::Semaphore;

pub async fn fetch_all<T>(
    jobs: Vec<impl Future<Output = T>>,
) -> Vec<T> {
    let limit = &Semaphore::new(2);
    let limited = jobs.into_iter().map(|job| async move {
        let _ = limit.acquire().await;
        job.await
    });
    join_all(limited).await
}
