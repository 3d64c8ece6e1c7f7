use tokio::io::AsyncRead;

pub async fn frames(reader: impl AsyncRead + Unpin) -> Vec<Vec<u8>> {
    Vec::new()
}
