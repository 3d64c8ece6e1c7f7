/// The lookout ends with the danger that it sees.
pub async fn sail(
    work: impl Future<Output = &'static str>,
    lookout: impl Future<Output = String> + Send + 'static,
) -> Result<&'static str, String> {
    let watching = tokio::spawn(lookout);
    let result = work.await;
    watching.abort();
    Ok(result)
}
