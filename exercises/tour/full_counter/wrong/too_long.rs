use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

/// `cook()` returns a plate; `serve(plate)` takes a second.
pub async fn kitchen(
    mut cook: impl FnMut() -> u32,
    mut serve: impl AsyncFnMut(u32),
) {
    let (sender, mut counter) = mpsc::channel(6);
    let cooking = async move {
        for _ in 0..6 {
            let _ = sender.send(cook()).await;
            sleep(Duration::from_millis(100)).await;
        }
    };
    let waiter = async {
        while let Some(plate) = counter.recv().await {
            serve(plate).await;
        }
    };
    tokio::join!(cooking, waiter);
}
