use async_channel::{Receiver, bounded};
use curio_and_trio::{Error, run};
use toy::scope::{checkpoint, open_nursery};

async fn watch(items: Receiver<u32>) -> Result<(), Error> {
    let left = if items.is_empty() {
        "no items"
    } else {
        "items"
    };
    println!("the watcher runs, {left} left");
    Ok(())
}

fn main() -> Result<(), Vec<Error>> {
    run(open_nursery(async |nursery| {
        let (add, items) = bounded(100);
        for item in 0..100 {
            add.try_send(item).expect("there is room");
        }
        nursery.start_soon(watch(items.clone()));
        while !items.is_empty() {
            let item = checkpoint(items.recv()).await?;
            item.expect("the sender is still here");
        }
        Ok(())
    }))
    .map(|_| ())
}
