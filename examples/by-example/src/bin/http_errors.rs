// clock: real
//! Each request ends, whatever its stall does.

// ANCHOR: listing
use std::{error::Error, time::Duration};

use by_example::Market;
use futures::future::join_all;
use reqwest::{Client, StatusCode};

async fn price(
    client: &Client,
    url: String,
) -> reqwest::Result<String> {
    let answer = client.get(url).send().await?;
    if answer.status() != StatusCode::OK {
        return Ok(format!("refuses, {}", answer.status().as_u16()));
    }
    answer.text().await
}

// flour: a price, honey: moved, eggs: an error page,
// salt: silent, sugar: hangs up, nuts: garbage
const STALLS: [&str; 6] =
    ["/flour", "/honey", "/eggs", "/salt", "/sugar", "/nuts"];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let market = Market::open().await?;
    let patience = Duration::from_secs(2);
    let client =
        Client::builder().no_proxy().timeout(patience).build()?;
    let answers =
        join_all(STALLS.map(|stall| price(&client, market.at(stall))));
    for (stall, answer) in STALLS.iter().zip(answers.await) {
        let line = answer.unwrap_or_else(|error| {
            let late = error.is_timeout();
            let how = if late { "in time" } else { "that makes sense" };
            format!("no answer {how}")
        });
        println!("{stall}: {line}");
    }
    Ok(())
}
// ANCHOR_END: listing
