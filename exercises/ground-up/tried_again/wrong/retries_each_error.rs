use std::io;

pub async fn with<R>(
    ready: impl AsyncFn(),
    mut operation: impl FnMut() -> io::Result<R>,
) -> io::Result<R> {
    loop {
        if let Ok(done) = operation() {
            return Ok(done);
        }
        ready().await;
    }
}
