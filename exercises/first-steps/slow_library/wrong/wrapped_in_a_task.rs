/// Returns what `look_up()` returns; other tasks run meanwhile.
pub async fn ask(
    look_up: impl FnOnce() -> String + Send + 'static,
) -> String {
    let word = tokio::spawn(async { look_up() }).await;
    word.expect("the library does not panic")
}
