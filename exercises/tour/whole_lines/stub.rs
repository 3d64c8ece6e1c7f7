use tokio::io::{AsyncRead, AsyncReadExt};

pub async fn messages(
    mut reader: impl AsyncRead + Unpin,
) -> Vec<String> {
    let (mut lines, mut piece) = (Vec::new(), [0; 100]);
    while let Ok(length @ 1..) = reader.read(&mut piece).await {
        let text = String::from_utf8_lossy(&piece[..length]);
        lines.push(text.trim_end_matches('\n').to_owned());
    }
    lines
}
