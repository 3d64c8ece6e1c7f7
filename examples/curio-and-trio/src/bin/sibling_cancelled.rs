use curio_and_trio::{Error, run, say, sleep};
use toy::scope::{Cancelled, open_nursery};

type Copied = Result<(), Error>;

async fn copy(host: &str, seconds: u64, outcome: Copied) -> Copied {
    if let Err(Cancelled) = sleep(seconds).await {
        say(format_args!("{host}: cancelled"));
        return Err(Error::Cancelled);
    }
    outcome?;
    say(format_args!("{host}: copied"));
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
        say(format_args!("save has failed: {}", errors[0]));
    }
    sleep(4).await?;
    say("main ends");
    Ok(())
}

fn main() -> Copied {
    run(start())
}
