use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

pub async fn messages(reader: impl AsyncRead + Unpin) -> Vec<String> {
    let mut reader = BufReader::new(reader).lines();
    let mut lines = Vec::new();
    while let Ok(Some(line)) = reader.next_line().await {
        lines.push(line);
    }
    lines
}
