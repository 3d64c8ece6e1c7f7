use std::io;

use futures::future::BoxFuture;
use tokio::task::JoinSet;

type File = Option<&'static str>;
pub type Mirror = BoxFuture<'static, io::Result<File>>;

pub async fn first_file(mirrors: Vec<Mirror>) -> File {
    let mut group = JoinSet::from_iter(mirrors);
    while let Some(ended) = group.join_next().await {
        if let Ok(Ok(Some(file))) = ended {
            return Some(file);
        }
    }
    None
}
