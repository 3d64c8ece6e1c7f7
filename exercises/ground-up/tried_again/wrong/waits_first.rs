use std::io::{self, ErrorKind};

pub async fn with<R>(
    ready: impl AsyncFn(),
    mut operation: impl FnMut() -> io::Result<R>,
) -> io::Result<R> {
    loop {
        ready().await;
        match operation() {
            Err(e) if e.kind() == ErrorKind::WouldBlock => {}
            done => return done,
        }
    }
}
