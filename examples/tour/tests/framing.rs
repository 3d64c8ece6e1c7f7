//! What the page on message framing says of tokio's streams.

use std::io::ErrorKind;
use std::process::Command;
use std::time::Duration;

use crate::wire::{Server, pair, printed, python};
use console::run;
use futures::StreamExt;
use tokio::io::{
    self, AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader,
    BufWriter,
};
use tokio::join;
use tokio::time::timeout;
use tokio_util::codec::{FramedRead, LinesCodec, LinesCodecError};

const LINE_FRAMING: &str = env!("CARGO_BIN_EXE_line_framing");
const ASKED: &[u8] = b"Birk: clear\n";
const ANSWER: &[u8] = b"noted Birk: clear\n";
const A_MOMENT: Duration = Duration::from_millis(100);

#[test]
fn two_writes_arrive_as_one_read() {
    run(async {
        let (mut station, mut office) = pair().await;
        station.write_all(b"fog").await.expect("it is open");
        station.write_all(b"rain").await.expect("it is open");
        let mut block = [0; 64];
        let count = office.read(&mut block).await.expect("it is open");
        assert_eq!(&block[..count], b"fograin");
    });
}

#[test]
fn one_write_arrives_as_many_reads() {
    run(async {
        let (mut station, mut office) = pair().await;
        station.write_all(b"fog").await.expect("it is open");
        let mut block = [0; 2];
        assert_eq!(office.read(&mut block).await.ok(), Some(2));
        assert_eq!(office.read(&mut block).await.ok(), Some(1));
    });
}

#[test]
fn lines_are_whole_however_they_are_cut() {
    run(async {
        let (mut station, office) = pair().await;
        let mut lines = BufReader::new(office).lines();
        for letter in b"Birk: clear\nCorvo: fog\nAlm" {
            station.write_u8(*letter).await.expect("it is open");
        }
        drop(station);
        for line in ["Birk: clear", "Corvo: fog", "Alm"] {
            let next = lines.next_line().await.expect("it is text");
            assert_eq!(next.as_deref(), Some(line));
        }
        assert_eq!(lines.next_line().await.ok(), Some(None));
    });
}

#[test]
fn codec_has_no_limit_unless_told() {
    let endless = [b'x'; 1 << 20];
    run(async {
        let mut lines =
            FramedRead::new(&endless[..], LinesCodec::new());
        let line = lines.next().await.expect("a line").expect("text");
        assert_eq!(line.len(), 1 << 20);
        let codec = LinesCodec::new_with_max_length(64);
        let mut lines = FramedRead::new(&endless[..], codec);
        assert!(matches!(
            lines.next().await,
            Some(Err(LinesCodecError::MaxLineLengthExceeded))
        ));
    });
}

#[test]
fn frame_that_is_an_error_is_followed_by_one_none() {
    run(async {
        let codec = LinesCodec::new_with_max_length(4);
        let mut lines = FramedRead::new(&b"clear\nfog\n"[..], codec);
        assert!(lines.next().await.is_some_and(|line| line.is_err()));
        assert!(lines.next().await.is_none());
        let line = lines.next().await.expect("a line").expect("text");
        assert_eq!(line, "fog");
        assert!(lines.next().await.is_none());
    });
}

#[test]
fn lines_of_a_buf_reader_have_no_limit() {
    let endless = [b'x'; 1 << 20];
    run(async {
        let mut lines = BufReader::new(&endless[..]).lines();
        let line = lines.next_line().await.expect("it is text");
        assert_eq!(line.map(|line| line.len()), Some(1 << 20));
    });
}

#[test]
fn end_in_the_middle_of_an_exact_count_is_an_error() {
    run(async {
        let mut four = [0; 4];
        let error = (&b"fog"[..])
            .read_exact(&mut four)
            .await
            .expect_err("three bytes are not four");
        assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    });
}

#[test]
fn line_server_outlives_rough_clients() {
    let office = Server::rust(LINE_FRAMING, &["serve"]);
    office.outlives_rough_callers(ASKED, ANSWER);
}

#[test]
fn line_server_of_each_language_serves_clients_of_the_other() {
    let of_rust = Server::rust(LINE_FRAMING, &["serve"]);
    let mut station = python("line_framing");
    station.args(["call", &of_rust.port.to_string()]);
    assert_eq!(printed(station), "office: noted Almer: cloud\n");

    let mut program = python("line_framing");
    program.arg("serve");
    let of_python = Server::start(program);
    let mut station = Command::new(LINE_FRAMING);
    station.args(["call", &of_python.port.to_string()]);
    assert_eq!(printed(station), "office: noted Almer: cloud\n");
    of_python.outlives_rough_callers(ASKED, ANSWER);
}

#[test]
fn write_all_waits_for_who_does_not_read() {
    run(async {
        let (mut station, mut office) = pair().await;
        let plates = vec![0; 1 << 26];
        let sends = station.write_all(&plates);
        assert!(timeout(A_MOMENT, sends).await.is_err());
        drop(station);
        let mut arrived = Vec::new();
        office.read_to_end(&mut arrived).await.expect("it ends");
        assert!(arrived.len() < plates.len() / 2);
    });
}

#[test]
fn two_who_write_first_wait_for_each_other() {
    run(async {
        let (station, office) = pair().await;
        let (mut hears, mut speaks) = station.into_split();
        let (mut reads, mut answers) = office.into_split();
        let repeats = io::copy(&mut reads, &mut answers);
        let plates = vec![7; 1 << 26];
        let both = async { join!(speaks.write_all(&plates), repeats) };
        assert!(timeout(A_MOMENT, both).await.is_err());
        let rest = async {
            let mut heard = Vec::new();
            hears.read_to_end(&mut heard).await.map(|_| heard)
        };
        let repeats = async {
            io::copy(&mut reads, &mut answers).await?;
            answers.shutdown().await
        };
        let speaks = async {
            speaks.write_all(b"over").await?;
            speaks.shutdown().await
        };
        let (spoken, repeated, heard) = join!(speaks, repeats, rest);
        spoken.and(repeated).expect("nobody hangs up");
        assert!(heard.expect("it ends").ends_with(b"over"));
    });
}

#[test]
fn buffered_writer_sends_when_flushed_and_not_when_dropped() {
    run(async {
        let (station, mut office) = pair().await;
        let mut writer = BufWriter::new(station);
        writer.write_all(b"fog").await.expect("it is open");
        let mut block = [0; 8];
        let read = timeout(A_MOMENT, office.read(&mut block));
        assert!(read.await.is_err());
        writer.flush().await.expect("it is open");
        assert_eq!(office.read(&mut block).await.ok(), Some(3));
        writer.write_all(b"lost").await.expect("it is open");
        drop(writer);
        assert_eq!(office.read(&mut block).await.ok(), Some(0));
    });
}

#[test]
fn half_a_line_survives_a_timeout() {
    run(async {
        let (mut station, office) = pair().await;
        let mut lines = BufReader::new(office).lines();
        station.write_all(b"Birk: cl").await.expect("it is open");
        let line = timeout(A_MOMENT, lines.next_line());
        assert!(line.await.is_err());
        station.write_all(b"ear\n").await.expect("it is open");
        let line = lines.next_line().await.expect("it is text");
        assert_eq!(line.as_deref(), Some("Birk: clear"));
    });
}

#[test]
fn exact_count_dropped_half_way_loses_its_half() {
    run(async {
        let (mut station, mut office) = pair().await;
        station.write_all(b"fo").await.expect("it is open");
        let mut four = [0; 4];
        let exact = timeout(A_MOMENT, office.read_exact(&mut four));
        assert!(exact.await.is_err());
        station.write_all(b"ggy!").await.expect("it is open");
        office.read_exact(&mut four).await.expect("it is open");
        assert_eq!(&four, b"ggy!");
    });
}
