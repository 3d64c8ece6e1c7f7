/// The lookout ends with the danger that it sees.
pub async fn sail(
    work: impl Future<Output = &'static str>,
    lookout: impl Future<Output = String> + Send + 'static,
) -> Result<&'static str, String> {
    tokio::select! {
        result = work => Ok(result),
        danger = lookout => Err(danger),
    }
}
