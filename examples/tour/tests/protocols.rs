//! What the page on protocols says of tokio's streams.

use std::io::ErrorKind;

use crate::wire::pair;
use console::run;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[test]
fn reset_is_an_error_and_an_end_is_not() {
    run(async {
        let (station, mut office) = pair().await;
        drop(station);
        assert_eq!(office.read(&mut [0; 8]).await.ok(), Some(0));

        let (station, mut office) = pair().await;
        office.write_all(b"unread").await.expect("it is open");
        station.readable().await.expect("it is open");
        drop(station);
        let error = office.read(&mut [0; 8]).await;
        let error = error.expect_err("it left without reading");
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    });
}

#[test]
fn try_write_takes_what_there_is_room_for_and_no_more() {
    run(async {
        let (station, _office) = pair().await;
        station.writable().await.expect("it is open");
        let mut taken = 0;
        let refusal = loop {
            match station.try_write(&[0; 65536]) {
                Ok(count) => taken += count,
                Err(error) => break error,
            }
        };
        assert_eq!(refusal.kind(), ErrorKind::WouldBlock);
        assert!(taken > 0);
        assert!(taken < 1 << 26);
    });
}
