/// Each stall is a future; that of a closed one is an error.
pub async fn prices(
    stalls: Vec<impl Future<Output = Result<u32, String>>>,
) -> Vec<Option<u32>> {
    let mut found = Vec::new();
    for stall in stalls {
        found.push(stall.await.ok());
    }
    found
}
