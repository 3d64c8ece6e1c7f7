//! What the page Requests says of a client and of bad peers.

use std::io::{self, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use by_example::Market;
use futures::future::{join_all, try_join_all};
use futures::try_join;
use reqwest::{Client, ClientBuilder, redirect};
use tokio::runtime::Builder;
use tokio::task::JoinHandle;

fn client() -> ClientBuilder {
    Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(60))
}

fn at_the_market<F: AsyncFnOnce(Market)>(visit: F) {
    let real_clock = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system can make one more event loop");
    real_clock.block_on(async {
        visit(Market::open().await.expect("a port is free")).await;
    });
}

async fn error_of(
    client: ClientBuilder,
    url: String,
) -> reqwest::Error {
    let client = client.build().expect("the settings are good");
    match client.get(url).send().await {
        Ok(answer) => answer.text().await.expect_err("a rude stall"),
        Err(error) => error,
    }
}

#[test]
fn requests_through_one_client_are_under_way_together() {
    at_the_market(async |market| {
        let client = client().build().expect("the settings are good");
        let asked = [(); 3].map(|()| async {
            let answer =
                client.get(market.at("/queue/3")).send().await?;
            answer.text().await
        });
        let answers = try_join_all(asked).await.expect("all served");
        assert_eq!(answers, ["all served"; 3]);
    });
}

#[test]
fn client_opens_as_many_connections_as_there_are_requests() {
    at_the_market(async |market| {
        let client = client().build().expect("the settings are good");
        let ask = || client.get(market.at("/queue/101")).send();
        for answer in join_all((0..101).map(|_| ask())).await {
            assert_eq!(answer.expect("all served").status(), 200);
        }
        assert_eq!(market.connections(), 101);
    });
}

async fn twice(first: &Client, second: &Client, market: &Market) {
    for client in [first, second] {
        let answer = client.get(market.at("/flour")).send().await;
        let answer = answer.expect("there is flour").text().await;
        assert_eq!(answer.expect("it has a price"), "3 coins a sack");
    }
}

#[test]
fn one_client_asks_again_on_the_same_connection() {
    at_the_market(async |market| {
        let client = client().build().expect("the settings are good");
        twice(&client, &client, &market).await;
        assert_eq!(market.connections(), 1);
    });
}

#[test]
fn clone_of_a_client_shares_its_connections() {
    at_the_market(async |market| {
        let client = client().build().expect("the settings are good");
        twice(&client, &client.clone(), &market).await;
        assert_eq!(market.connections(), 1);
    });
}

#[test]
fn client_for_each_request_connects_each_time() {
    at_the_market(async |market| {
        let first = client().build().expect("the settings are good");
        let second = client().build().expect("the settings are good");
        twice(&first, &second, &market).await;
        assert_eq!(market.connections(), 2);
    });
}

#[test]
fn answer_that_is_not_read_costs_its_connection() {
    at_the_market(async |market| {
        let client = client().build().expect("the settings are good");
        let answer = client.get(market.at("/cellar")).send().await;
        drop(answer.expect("the head is there"));
        let answer = client.get(market.at("/flour")).send().await;
        assert_eq!(answer.expect("there is flour").status(), 200);
        assert_eq!(market.connections(), 2);
    });
}

#[test]
fn body_outside_of_its_charset_is_text_all_the_same() {
    at_the_market(async |market| {
        let client = client().build().expect("the settings are good");
        let answer = client.get(market.at("/oil")).send().await;
        let text = answer.expect("there is oil").text().await;
        assert_eq!(text.expect("the body is whole"), "5 \u{20ac}");
    });
}

#[test]
fn bytes_that_are_no_utf_8_are_replaced_in_the_text() {
    let stall = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = stall.local_addr().expect("it is bound");
    let stall = thread::spawn(move || {
        let (mut customer, _) = stall.accept().expect("a customer");
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\
            Content-Type: text/plain; charset=utf-8\r\n\r\ncaf\xe9";
        customer.write_all(answer).expect("the customer listens");
        // Closed with the request unread, it would be reset.
        io::copy(&mut customer, &mut io::sink())
    });
    at_the_market(async |_| {
        let client = client().build().expect("the settings are good");
        let answer = client.get(format!("http://{address}")).send();
        let text = answer.await.expect("there is coffee").text().await;
        assert_eq!(text.expect("the body is whole"), "caf\u{fffd}");
    });
    let heard = stall.join().expect("the stall does not panic");
    heard.expect("the customer leaves in order");
}

#[test]
fn error_page_is_an_answer() {
    at_the_market(async |market| {
        let client = client().build().expect("the settings are good");
        let answer = client.get(market.at("/eggs")).send().await;
        let answer = answer.expect("an error page is an answer");
        assert_eq!(answer.status(), 503);
        let error = answer.error_for_status().expect_err("it is 503");
        assert_eq!(error.status().map(|s| s.as_u16()), Some(503));
    });
}

#[test]
fn redirect_is_followed_and_the_answer_says_whence_it_came() {
    at_the_market(async |market| {
        let client = client().build().expect("the settings are good");
        let answer = client.get(market.at("/honey")).send().await;
        let answer = answer.expect("there is jam");
        assert_eq!(answer.url().path(), "/jam");
        assert_eq!(answer.status(), 200);
    });
}

#[test]
fn redirect_is_an_answer_where_none_is_followed() {
    at_the_market(async |market| {
        let stay = client().redirect(redirect::Policy::none());
        let stay = stay.build().expect("the settings are good");
        let answer = stay.get(market.at("/honey")).send().await;
        assert_eq!(answer.expect("an answer").status(), 302);
    });
}

#[test]
fn redirect_of_a_head_request_is_followed() {
    at_the_market(async |market| {
        let client = client().build().expect("the settings are good");
        let answer = client.head(market.at("/carousel")).send().await;
        assert!(answer.expect_err("a circle").is_redirect());
        assert_eq!(market.visits("/carousel"), 11);
    });
}

#[test]
fn circle_of_redirects_ends_in_an_error() {
    at_the_market(async |market| {
        let error = error_of(client(), market.at("/carousel")).await;
        assert!(error.is_redirect());
        assert_eq!(market.visits("/carousel"), 11);
    });
}

#[test]
fn silent_peer_is_a_timeout() {
    at_the_market(async |market| {
        let hasty = client().timeout(Duration::from_millis(100));
        let error = error_of(hasty, market.at("/salt")).await;
        assert!(error.is_timeout());
    });
}

#[test]
fn client_without_a_timeout_waits_for_a_silent_peer() {
    at_the_market(async |market| {
        let client = Client::builder().no_proxy().build();
        let client = client.expect("the settings are good");
        let url = market.at("/salt");
        let asked: JoinHandle<_> =
            tokio::spawn(async move { client.get(url).send().await });
        while market.visits("/salt") == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(3600)).await;
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        assert!(!asked.is_finished());
    });
}

#[test]
fn error_ends_a_try_join_before_the_others_end() {
    at_the_market(async |market| {
        let client = client().build().expect("the settings are good");
        let silent = client.get(market.at("/salt")).send();
        let closing = client.get(market.at("/sugar")).send();
        let end = try_join!(silent, closing);
        assert!(end.is_err_and(|error| !error.is_timeout()));
    });
}

#[test]
fn closing_peer_is_an_error_and_no_timeout() {
    at_the_market(async |market| {
        let error = error_of(client(), market.at("/sugar")).await;
        assert!(error.is_request() && !error.is_timeout());
        assert_eq!(error.status(), None);
    });
}

#[test]
fn garbage_of_a_peer_is_an_error_without_a_status() {
    at_the_market(async |market| {
        let error = error_of(client(), market.at("/nuts")).await;
        assert!(error.is_request() && !error.is_timeout());
        assert_eq!(error.status(), None);
    });
}

#[test]
fn half_a_body_without_a_length_is_no_error() {
    at_the_market(async |market| {
        let client = client().build().expect("the settings are good");
        let answer = client.get(market.at("/milk")).send().await;
        let answer = answer.expect("the head is whole");
        let text = answer.text().await.expect("it may end anywhere");
        assert_eq!(text, "half a");
    });
}

#[test]
fn half_a_body_is_an_error_behind_a_good_status() {
    at_the_market(async |market| {
        let client = client().build().expect("the settings are good");
        let answer = client.get(market.at("/cream")).send().await;
        let answer = answer.expect("the head is whole");
        assert_eq!(answer.status(), 200);
        let error = answer.text().await.expect_err("half is missing");
        assert!(error.is_decode() && !error.is_body());
    });
}
