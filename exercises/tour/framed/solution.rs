use tokio::io::{AsyncRead, AsyncReadExt};

pub async fn frames(
    mut reader: impl AsyncRead + Unpin,
) -> Vec<Vec<u8>> {
    let mut messages = Vec::new();
    while let Ok(length) = reader.read_u16().await {
        let mut message = vec![0; length.into()];
        if reader.read_exact(&mut message).await.is_err() {
            break;
        }
        messages.push(message);
    }
    messages
}
