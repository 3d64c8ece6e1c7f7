// clock: real
//! Three tasks on the stage tasks: two wait, and the third wakes them.

// ANCHOR: listing
use futures::channel::oneshot::{Receiver, channel};
use ground_up::stages::tasks::{Executor, JoinError, spawn};

async fn ferry(name: &str, berth: Receiver<u32>) -> u32 {
    println!("{name}: waits for the tide");
    let berth = berth.await.expect("the tide comes");
    println!("{name}: takes berth {berth}");
    berth
}

async fn harbour_master() -> Result<(), JoinError> {
    let ((to_gull, gull), (to_heron, heron)) = (channel(), channel());
    let gull = spawn(ferry("Gull", gull));
    let heron = spawn(ferry("Heron", heron));
    spawn(async {
        println!("tide: is high");
        to_heron.send(2).expect("the Heron waits");
        to_gull.send(1).expect("the Gull waits");
    });
    println!("harbour master: nobody has moved");
    let taken = [gull.await?, heron.await?];
    println!("harbour master: berths taken {taken:?}");
    Ok(())
}

fn main() -> Result<(), JoinError> {
    Executor::new().run(harbour_master())
}
// ANCHOR_END: listing
