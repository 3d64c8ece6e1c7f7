// clock: real
//! Three requests at once through one client.

// ANCHOR: listing
use std::{error::Error, time::Duration};

use by_example::Market;
use console::run;
use futures::try_join;
use reqwest::{Client, Result};

async fn ask(client: &Client, stall: String) -> Result<String> {
    let answer = client.get(stall).send().await?;
    let path = answer.url().path().to_string();
    let status = answer.status().as_u16();
    Ok(format!("{path}: {status}, {}", answer.text().await?))
}

async fn shop(market: &Market) -> Result<()> {
    let patience = Duration::from_secs(5);
    let client =
        Client::builder().no_proxy().timeout(patience).build()?;
    let (yeast, flour, butter) = try_join!(
        ask(&client, market.at("/yeast")),
        ask(&client, market.at("/flour")),
        ask(&client, market.at("/butter")),
    )?;
    println!("{yeast}\n{flour}\n{butter}");
    Ok(())
}

fn main() -> std::result::Result<(), Box<dyn Error>> {
    run(async { Ok(shop(&Market::open().await?).await?) })
}
// ANCHOR_END: listing
