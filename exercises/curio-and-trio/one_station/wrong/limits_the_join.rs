use std::time::Duration;

use tokio::time::timeout;

pub async fn report<Station>(station: Station, seconds: u64) -> String
where
    Station: Future<Output = Result<i32, String>> + Send + 'static,
{
    let task = tokio::spawn(station);
    match timeout(Duration::from_secs(seconds), task).await {
        Ok(Ok(Ok(degrees))) => format!("{degrees} degrees"),
        Ok(Ok(Err(error))) => error,
        _ => "cancelled".to_owned(),
    }
}
