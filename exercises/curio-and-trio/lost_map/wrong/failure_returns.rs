use std::io;

use futures::future::BoxFuture;
use tokio::task::JoinSet;

type File = Option<&'static str>;
pub type Mirror = BoxFuture<'static, io::Result<File>>;

pub async fn first_file(mirrors: Vec<Mirror>) -> File {
    let mut group = JoinSet::from_iter(mirrors);
    loop {
        let ended = group.join_next().await?;
        let file = ended.expect("no task panics").ok()?;
        if file.is_some() {
            group.shutdown().await;
            return file;
        }
    }
}
