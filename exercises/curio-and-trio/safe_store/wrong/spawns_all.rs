use std::time::Duration;

use tokio::time::timeout;

pub async fn report<Measured, Stored>(
    measure: Measured,
    store: impl FnOnce(Option<i32>) -> Stored + Send + 'static,
) where
    Measured: Future<Output = i32> + Send + 'static,
    Stored: Future<Output = ()> + Send + 'static,
{
    let second = Duration::from_secs(1);
    let all = tokio::spawn(async move {
        let degrees = timeout(second, measure).await.ok();
        store(degrees).await;
    });
    all.await.expect("it does not panic");
}
