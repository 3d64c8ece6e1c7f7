use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

pub async fn messages(reader: impl AsyncRead + Unpin) -> Vec<String> {
    let mut reader = BufReader::new(reader);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        let _ = reader.read_line(&mut line).await;
        match line.trim_end() {
            "" => return lines,
            line => lines.push(line.to_owned()),
        }
    }
}
