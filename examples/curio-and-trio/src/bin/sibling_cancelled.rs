use console::say;
use curio_and_trio::{Error, run, sleep};
use toy::scope::{Cancelled, open_nursery};

type Copied = Result<(), Error>;

async fn copy(host: &str, seconds: u64, outcome: Copied) -> Copied {
    if let Err(Cancelled) = sleep(seconds).await {
        say!("{host}: cancelled");
        return Err(Error::Cancelled);
    }
    outcome?;
    say!("{host}: copied");
    Ok(())
}

async fn start() -> Copied {
    let full = Err(Error::Failed("disk full"));
    let saved = open_nursery(async |nursery| {
        nursery.start_soon(copy("near", 1, full));
        nursery.start_soon(copy("far", 3, Ok(())));
        Ok(())
    });
    if let Err(errors) = saved.await {
        say!("save has failed: {}", errors[0]);
    }
    sleep(4).await?;
    say!("main ends");
    Ok(())
}

fn main() -> Copied {
    run(start())
}
