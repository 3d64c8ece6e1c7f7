use std::time::Duration;

use tokio::time::sleep;

pub async fn report<Station>(station: Station, seconds: u64) -> String
where
    Station: Future<Output = Result<i32, String>> + Send + 'static,
{
    let task = tokio::spawn(station);
    sleep(Duration::from_secs(seconds)).await;
    if !task.is_finished() {
        task.abort();
        return "cancelled".to_owned();
    }
    match task.await {
        Ok(Ok(degrees)) => format!("{degrees} degrees"),
        Ok(Err(error)) => error,
        Err(_) => "cancelled".to_owned(),
    }
}
