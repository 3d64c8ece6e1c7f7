use std::time::Duration;

use exam::{Verdict, expect, now, run};
use tokio::time::sleep;

use super::answer::first_in_time;

pub fn check() -> Verdict {
    let server = |name: &'static str, seconds: u64| {
        async move || {
            sleep(Duration::from_secs(seconds)).await;
            name.to_owned()
        }
    };
    let (answer, end, none) = run(async {
        let servers = [server("slow", 5), server("quick", 1)];
        let answer = first_in_time(&servers, 2).await;
        let end = now();
        let none = first_in_time(&[server("late", 5)], 2).await;
        (answer.unwrap_or_default(), end, none)
    })?;
    expect!(
        answer != "slow",
        "The first server may take 2 s, and `first_in_time` waits for it \
         until {end:.1} s."
    );
    expect!(
        end != 2.0,
        "The second server answers after 1 s, and `first_in_time` gives up \
         at 2.0 s: each server has its own 2 s."
    );
    expect!(
        answer == "quick",
        "The second server answers after 1 s, in time, and `first_in_time` \
         returns nothing: ask one server after the other."
    );
    expect!(
        none.is_none(),
        "No server is in time, and `first_in_time` returns {none:?}."
    );
    Ok(())
}
