//! The lab "If write did not fail, the data is sent".

use std::fs;
use std::path::Path;
use std::sync::mpsc;

use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio::runtime::Builder;
use tokio::task::spawn_blocking;

#[test]
fn write_to_a_file_of_tokio_returns_before_it_is_written() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report");
    // One thread for blocking calls, which is busy until it is told.
    let runtime = Builder::new_current_thread()
        .max_blocking_threads(1)
        .build()
        .expect("the system can make one more event loop");
    runtime.block_on(async {
        let mut file = File::create(&path).await.expect("it is ours");
        let (tell, told) = mpsc::channel::<()>();
        let busy = spawn_blocking(move || told.recv());
        file.write_all(b"report").await.expect("it is open");
        let written = || fs::read(&path).expect("it is ours");
        assert_eq!(written(), b"");
        tell.send(()).expect("the thread listens");
        file.flush().await.expect("the disk has room");
        assert_eq!(written(), b"report");
        busy.await.expect("no panic").expect("it was told");
    });
}
