use std::io;

use futures::future::BoxFuture;
use tokio::task::JoinSet;

type File = Option<&'static str>;
pub type Mirror = BoxFuture<'static, io::Result<File>>;

pub async fn first_file(mirrors: Vec<Mirror>) -> File {
    let mut group = JoinSet::from_iter(mirrors);
    let ended = group.join_next().await?;
    ended.expect("no task panics").ok()?
}
