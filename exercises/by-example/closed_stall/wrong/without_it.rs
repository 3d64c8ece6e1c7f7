use futures::future::join_all;

/// Each stall is a future; that of a closed one is an error.
pub async fn prices(
    stalls: Vec<impl Future<Output = Result<u32, String>>>,
) -> Vec<Option<u32>> {
    let found = join_all(stalls).await;
    found.into_iter().flatten().map(Some).collect()
}
