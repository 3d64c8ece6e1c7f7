// clock: real
//! Requests one after the other, of which the first needs the others.

// ANCHOR: listing
use std::{error::Error, time::Duration};

use by_example::Market;
use console::run;
use reqwest::{Client, Result};

async fn ask(client: &Client, stall: String) -> Result<String> {
    let answer = client.get(stall).send().await?;
    answer.text().await
}

async fn shop(market: &Market) -> Result<()> {
    let patience = Duration::from_secs(2);
    let client =
        Client::builder().no_proxy().timeout(patience).build()?;
    for stall in ["/yeast", "/flour", "/butter"] {
        match ask(&client, market.at(stall)).await {
            Err(error) if error.is_timeout() => {
                println!("{stall}: no answer in time");
            }
            answer => println!("{stall}: {}", answer?),
        }
    }
    Ok(())
}

fn main() -> std::result::Result<(), Box<dyn Error>> {
    run(async { Ok(shop(&Market::open().await?).await?) })
}
// ANCHOR_END: listing
