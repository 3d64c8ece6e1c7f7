use std::time::Duration;

use exam::say;
use tokio::time::sleep;

async fn radio() -> &'static str {
    say!("radio: on");
    sleep(Duration::from_secs(3)).await;
    say!("radio: has the report");
    "fog at noon"
}

async fn steer() {
    say!("captain: steers");
    sleep(Duration::from_secs(2)).await;
}

pub async fn voyage() -> &'static str {
    let report = tokio::spawn(radio()).await;
    steer().await;
    report.expect("the radio does not panic")
}
