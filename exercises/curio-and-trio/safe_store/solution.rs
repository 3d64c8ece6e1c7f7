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
    let degrees = timeout(second, measure).await.ok();
    let storing = tokio::spawn(store(degrees));
    storing.await.expect("store does not panic");
}
