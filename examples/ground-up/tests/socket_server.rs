//! What the pages say of the service, and of the server of one client.

use std::io::{ErrorKind, Read, Write};

use crate::rough_clients::{self, Server, TOO_LONG, ask, hear};

fn one_client() -> Server {
    Server::start(env!("CARGO_BIN_EXE_one_client"))
}

#[test]
fn whole_number_is_answered_as_often_as_asked() {
    assert_eq!(
        one_client().replies(b"10\n20\n0\n1\n"),
        "55\n6765\n0\n1\n"
    );
}

#[test]
fn anything_else_is_told_what_to_send() {
    rough_clients::what_is_no_number_is_refused(&one_client());
}

#[test]
fn line_without_an_end_is_too_long_after_64_bytes() {
    let server = one_client();
    let padded = [&[b' '; 63][..], b"7\n"].concat();
    assert_eq!(server.replies(&padded), "13\n");
    let longer = [&[b' '; 64][..], b"7\n"].concat();
    assert_eq!(server.replies(&longer), TOO_LONG);
    assert_eq!(server.replies(&[b'7'; 65]), TOO_LONG);
    assert_eq!(server.replies(&[b'7'; 64]), "");
}

#[test]
fn connection_is_closed_after_a_line_too_long() {
    let server = one_client();
    let mut client = server.client();
    client.write_all(&[b'7'; 1_000_000]).expect("it reads");
    client.write_all(b"\n10\n").expect("it reads");
    let mut replies = String::new();
    client.read_to_string(&mut replies).expect("no reset");
    assert_eq!(replies, TOO_LONG);
}

#[test]
fn half_a_line_at_the_end_gets_no_answer() {
    assert_eq!(one_client().replies(b"10\n10"), "55\n");
}

#[test]
fn second_client_has_no_answer_while_the_first_stays() {
    let server = one_client();
    let gull = server.client();
    assert_eq!(ask(&gull, "10\n"), "55\n");
    let mut heron = server.client();
    heron.write_all(b"20\n").expect("the backlog has room");
    heron.set_nonblocking(true).expect("it is a socket");
    for _ in 0..100 {
        assert_eq!(ask(&gull, "10\n"), "55\n");
        let error = heron.read(&mut [0]).expect_err("nobody answers");
        assert_eq!(error.kind(), ErrorKind::WouldBlock);
    }
    heron.set_nonblocking(false).expect("it is a socket");
    drop(gull);
    assert_eq!(hear(&heron), "6765\n");
}

#[test]
fn client_that_waits_can_send_before_it_is_accepted() {
    let server = one_client();
    let gull = server.client();
    assert_eq!(ask(&gull, "1\n"), "1\n");
    let mut heron = server.client();
    heron.write_all(b"10\n20\n").expect("the backlog has room");
    drop(gull);
    assert_eq!([hear(&heron), hear(&heron)], ["55\n", "6765\n"]);
}

#[test]
fn client_who_gave_up_in_the_backlog_harms_nobody() {
    let server = one_client();
    let gull = server.client();
    assert_eq!(ask(&gull, "1\n"), "1\n");
    for sent in [b"10\n".as_slice(), &[b'7'; 65]] {
        for reset in [false, true] {
            let mut heron = server.client();
            heron.write_all(sent).expect("the backlog has room");
            rough_clients::leave(heron, reset);
        }
    }
    drop(gull);
    assert_eq!(server.replies(b"20\n"), "6765\n");
}

#[test]
fn server_of_one_client_outlives_rough_clients() {
    rough_clients::rough_clients_harm_nobody(&mut one_client());
}
