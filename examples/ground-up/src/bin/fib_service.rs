// clock: real

// The finished service: `fib_service [port [patience in seconds]]`.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use ground_up::front_door::{Client, FrontDoor, Trouble};
use ground_up::service::{Ferry, answer, is_heavy, patience, run};
use toy::{Executor, Pool, spawn, timeout};

// ANCHOR: listing
#[derive(Clone)]
struct FibService {
    pool: Pool,
    patience: Duration,
}

impl FibService {
    async fn serve(self, mut door: FrontDoor) {
        loop {
            let client = door.next().await;
            spawn(self.clone().attend(client));
        }
    }

    async fn attend(self, mut client: Client) {
        if let Err(trouble) = self.answer_all(&mut client).await {
            let parting = client.part(trouble);
            let _gone = timeout(self.patience, parting).await;
        }
    }

    async fn answer_all(&self, to: &mut Client) -> Result<(), Trouble> {
        loop {
            let line = timeout(self.patience, to.next_line()).await;
            let Some(line) = line.map_err(Trouble::late)?? else {
                return Ok(());
            };
            let reply = self.reply(line).await;
            let sent = timeout(self.patience, to.send(&reply)).await;
            sent.map_err(Trouble::deaf)??;
        }
    }

    async fn reply(&self, line: Vec<u8>) -> String {
        if !is_heavy(&line) {
            return answer(&line);
        }
        self.pool.run(move || answer(&line)).await
    }
}
// ANCHOR_END: listing

fn serve(listener: TcpListener) -> io::Result<()> {
    let service = FibService {
        pool: Pool::new(2),
        patience: patience(),
    };
    let door = FrontDoor::new(listener)?;
    Executor::new().run(service.serve(door));
    Ok(())
}

fn visit(service: SocketAddr) -> io::Result<()> {
    let mut gull = Ferry::new("Gull", service)?;
    let mut heron = Ferry::new("Heron", service)?;
    gull.send(24)?;
    heron.ask(10)?;
    gull.hear()?;
    heron.leave();
    gull.leave();
    Ok(())
}

fn main() -> io::Result<()> {
    run(serve, visit)
}
