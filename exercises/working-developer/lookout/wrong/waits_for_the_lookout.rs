use futures::future::{Either, select};
use std::pin::pin;

/// The lookout ends with the danger that it sees.
pub async fn sail(
    work: impl Future<Output = &'static str>,
    lookout: impl Future<Output = String> + Send + 'static,
) -> Result<&'static str, String> {
    match select(pin!(work), pin!(lookout)).await {
        Either::Left((result, lookout)) => {
            lookout.await;
            Ok(result)
        }
        Either::Right((danger, _)) => Err(danger),
    }
}
