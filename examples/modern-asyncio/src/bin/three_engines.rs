//! One async function on three runtimes, which each bring a sleep.

// clock: real

// ANCHOR: listing
use std::time::Duration;

async fn count<Sleep: Future>(
    engine: &str,
    sleep: impl Fn(Duration) -> Sleep,
) {
    for number in [1, 2] {
        sleep(Duration::from_millis(100)).await;
        println!("{engine}: {number}");
    }
}

fn main() {
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("the system can make one more event loop");
    tokio.block_on(count("tokio", tokio::time::sleep));

    smol::block_on(count("smol", smol::Timer::after));

    toy::Executor::new().run(count("toy", toy::sleep));
}
// ANCHOR_END: listing
