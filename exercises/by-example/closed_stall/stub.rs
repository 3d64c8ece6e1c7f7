use futures::future::try_join_all;

/// Each stall is a future; that of a closed one is an error.
pub async fn prices(
    stalls: Vec<impl Future<Output = Result<u32, String>>>,
) -> Vec<Option<u32>> {
    let found = try_join_all(stalls).await.unwrap_or_default();
    found.into_iter().map(Some).collect()
}
