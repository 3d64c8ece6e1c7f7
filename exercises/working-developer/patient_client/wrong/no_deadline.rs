/// Each server is an async function that returns its answer.
pub async fn first_in_time(
    servers: &[impl AsyncFn() -> String],
    seconds: u64,
) -> Option<String> {
    for server in servers {
        let answer = server().await;
        if !answer.is_empty() {
            return Some(answer);
        }
    }
    None
}
