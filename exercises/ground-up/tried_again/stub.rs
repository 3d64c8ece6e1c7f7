use std::io;

pub async fn with<R>(
    ready: impl AsyncFn(),
    mut operation: impl FnMut() -> io::Result<R>,
) -> io::Result<R> {
    ready().await;
    operation()
}
