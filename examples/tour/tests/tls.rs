//! What the page on TLS says of tokio-rustls.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use crate::wire::{BROKEN_AFTER, Server, pair, python};
use console::run;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustix::net::sockopt::set_socket_linger;
use tempfile::{TempDir, tempdir};
use tokio::io::{
    self, AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader,
};
use tokio::runtime::Builder;
use tokio::time::timeout;
use tokio::{join, net, process};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{CertificateError, ClientConnection, Error};
use tokio_rustls::{TlsConnector, client, server};
use tour::tls::{Identity, tls_of_both, tls_of_office, tls_of_station};

const TLS_CERTIFICATE: &str = env!("CARGO_BIN_EXE_tls_certificate");
const A_MOMENT: Duration = Duration::from_millis(100);

fn name(name: &'static str) -> ServerName<'static> {
    name.try_into().expect("it is one word")
}

/// Both ends of a wire with TLS on it.
async fn sealed_pair() -> (
    client::TlsStream<net::TcpStream>,
    server::TlsStream<net::TcpStream>,
) {
    let (office_tls, station_tls) = tls_of_both().expect("its own");
    let (station, office) = pair().await;
    let (station, office) = join!(
        station_tls.connect(name("localhost"), station),
        office_tls.accept(office)
    );
    (station.expect("it knows it"), office.expect("it is known"))
}

/// What the station says to a certificate, and whether the office
/// hears that the handshake has failed.
async fn refusal(
    own: Identity,
    station_tls: TlsConnector,
    asked: &'static str,
) -> CertificateError {
    let office_tls = tls_of_office(own).expect("its own");
    let (station, office) = pair().await;
    let (station, office) = join!(
        station_tls.connect(name(asked), station),
        office_tls.accept(office)
    );
    assert!(office.is_err());
    let error = station.expect_err("it is refused");
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    let error = error.into_inner().expect("the library's own error");
    match error.downcast_ref::<Error>() {
        Some(Error::InvalidCertificate(why)) => why.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn server_without_a_known_certificate_is_refused() {
    run(async {
        let stranger = tls_of_station(None).expect("no certificate");
        let own = Identity::of_localhost();
        let why = refusal(own, stranger, "localhost").await;
        assert_eq!(why, CertificateError::UnknownIssuer);
    });
}

#[test]
fn certificate_of_another_name_is_refused() {
    run(async {
        for asked in ["birk.invalid", "127.0.0.1"] {
            let own = Identity::of_localhost();
            let known = Some(own.certificate.clone());
            let informed = tls_of_station(known).expect("one");
            let why = refusal(own, informed, asked).await;
            assert!(matches!(
                why,
                CertificateError::NotValidForNameContext { .. }
            ));
        }
    });
}

#[test]
fn expired_certificate_is_refused() {
    let key = KeyPair::generate().expect("a key");
    let names = vec!["localhost".to_owned()];
    let mut params = CertificateParams::new(names).expect("a name");
    params.not_after = date_time_ymd(2016, 12, 28);
    let certificate = params.self_signed(&key).expect("signed");
    let own = Identity {
        pem: certificate.pem(),
        certificate: certificate.into(),
        key: key.into(),
    };
    run(async {
        let known = Some(own.certificate.clone());
        let informed = tls_of_station(known).expect("one");
        let why = refusal(own, informed, "localhost").await;
        assert!(matches!(why, CertificateError::ExpiredContext { .. }));
    });
}

#[test]
fn accept_of_a_client_without_tls_is_an_error() {
    run(async {
        let (office_tls, _) = tls_of_both().expect("its own");
        let (mut station, office) = pair().await;
        station.write_all(b"Birk: clear\n").await.expect("open");
        let accepted = office_tls.accept(office).await;
        let error = accepted.expect_err("that is no handshake");
        assert_eq!(error.kind(), ErrorKind::InvalidData);
    });
}

#[test]
fn handshake_has_no_end_unless_told() {
    let clock_that_jumps = Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("the system can make one more event loop");
    clock_that_jumps.block_on(async {
        let (office_tls, _) = tls_of_both().expect("its own");
        let (_silent, office) = pair().await;
        let year = Duration::from_secs(365 * 24 * 60 * 60);
        let accept = timeout(year, office_tls.accept(office));
        assert!(accept.await.is_err());
    });
}

#[test]
fn plain_connection_goes_on_in_tls() {
    run(async {
        let (office_tls, station_tls) = tls_of_both().expect("own");
        let (mut station, mut office) = pair().await;
        let station = async {
            station.write_all(b"seal").await?;
            station_tls.connect(name("localhost"), station).await
        };
        let office = async {
            office.read_exact(&mut [0; 4]).await?;
            office_tls.accept(office).await
        };
        let (station, office) = join!(station, office);
        let (mut station, mut office) =
            (station.expect("known"), office.expect("known"));
        station.write_all(b"!").await.expect("it is open");
        station.flush().await.expect("it is open");
        assert_eq!(office.read_u8().await.ok(), Some(b'!'));
    });
}

/// Both ends of an open wire, after a station that has sent a line and
/// greeted at once; the office has read the line by a `BufReader`.
async fn greeted_at_once(
    station_tls: &TlsConnector,
) -> (net::TcpStream, BufReader<net::TcpStream>) {
    let (mut station, office) = pair().await;
    let config = Arc::clone(station_tls.config());
    let mut greets = ClientConnection::new(config, name("localhost"))
        .expect("it needs no wire");
    let mut words = b"seal\n".to_vec();
    greets.write_tls(&mut words).expect("it is in memory");
    station.write_all(&words).await.expect("it is open");
    let mut office = BufReader::new(office);
    let mut line = String::new();
    office.read_line(&mut line).await.expect("it is text");
    assert_eq!(line, "seal\n");
    (station, office)
}

#[test]
fn bytes_in_a_buf_reader_are_lost_without_it() {
    run(async {
        let (office_tls, station_tls) = tls_of_both().expect("own");
        let (_station, office) = greeted_at_once(&station_tls).await;
        let accepts = office_tls.accept(office.into_inner());
        assert!(timeout(A_MOMENT, accepts).await.is_err());
    });
}

#[test]
fn bytes_in_a_buf_reader_are_read_through_it() {
    run(async {
        let (office_tls, station_tls) = tls_of_both().expect("own");
        let (mut station, office) = greeted_at_once(&station_tls).await;
        let answer = async {
            tokio::select! {
                answer = station.read_u8() => answer.ok(),
                _ = office_tls.accept(office) => None,
            }
        };
        assert_eq!(timeout(BROKEN_AFTER, answer).await, Ok(Some(22)));
    });
}

#[test]
fn tls_client_that_has_shut_down_can_still_read() {
    run(async {
        let (mut station, mut office) = sealed_pair().await;
        station.shutdown().await.expect("it is open");
        assert_eq!(office.read(&mut [0; 8]).await.ok(), Some(0));
        office.write_all(b"21").await.expect("it is open");
        office.shutdown().await.expect("it is open");
        let mut heard = String::new();
        station.read_to_string(&mut heard).await.expect("an end");
        assert_eq!(heard, "21");
    });
}

#[test]
fn end_without_a_close_notify_is_an_error() {
    run(async {
        let (mut station, mut office) = sealed_pair().await;
        station.write_all(b"fog").await.expect("it is open");
        station.flush().await.expect("it is open");
        let (mut wire, _) = station.into_inner();
        wire.shutdown().await.expect("it is open");
        let mut heard = Vec::new();
        let error = office.read_to_end(&mut heard).await;
        let error = error.expect_err("nobody said goodbye");
        assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
        assert_eq!(heard, b"fog");
    });
}

#[test]
fn dropped_tls_stream_sends_no_close_notify() {
    run(async {
        let (mut station, office) = sealed_pair().await;
        drop(office);
        let error = station.read(&mut [0; 8]).await;
        let error = error.expect_err("nobody said goodbye");
        assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    });
}

#[test]
fn tls_write_leaves_when_flushed() {
    run(async {
        let (office_tls, station_tls) = tls_of_both().expect("own");
        let (station, office) = io::duplex(4096);
        let (station, office) = join!(
            station_tls.connect(name("localhost"), station),
            office_tls.accept(office)
        );
        let mut station = station.expect("it knows it");
        let mut office = office.expect("it is known");
        station.write_all(&[0; 16_000]).await.expect("open");
        let mut report = [0; 16_000];
        let read = timeout(A_MOMENT, office.read_exact(&mut report));
        assert!(read.await.is_err());
        let (flushed, read) =
            join!(station.flush(), office.read_exact(&mut report));
        flushed.expect("it is open");
        read.expect("it is whole");
    });
}

/// The office of one language, and the certificate that it gave out.
struct Office {
    server: Server,
    certificate: PathBuf,
    _folder: TempDir,
}

impl Office {
    fn start(mut program: Command) -> Office {
        let folder = tempdir().expect("a temporary folder");
        let certificate = folder.path().join("office.pem");
        program.arg("serve").arg(&certificate);
        Office {
            server: Server::start(program),
            certificate,
            _folder: folder,
        }
    }

    fn connector(&self) -> TlsConnector {
        let known = CertificateDer::from_pem_file(&self.certificate);
        tls_of_station(Some(known.expect("it gave one out")))
            .expect("it is one")
    }

    /// The first bytes of a handshake.
    fn greeting(&self) -> Vec<u8> {
        let config = Arc::clone(self.connector().config());
        let mut station =
            ClientConnection::new(config, name("localhost"))
                .expect("it needs no wire");
        let mut greeting = Vec::new();
        station.write_tls(&mut greeting).expect("it is in memory");
        greeting
    }

    /// Whether a station of that language is answered.
    async fn answers(&self, mut station: Command) {
        station.arg("call").arg(self.server.port.to_string());
        station.arg(&self.certificate);
        let mut station = process::Command::from(station);
        let ends = station.kill_on_drop(true).output();
        let output = timeout(BROKEN_AFTER, ends).await;
        let output = output.expect("in time").expect("it starts");
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            "office: noted Almer: cloud\n"
        );
    }

    fn outlives_rough_callers(&self) {
        let polite =
            || run(self.answers(Command::new(TLS_CERTIFICATE)));
        let greeting = self.greeting();
        let _silent = self.server.client();
        polite();
        let mut slow = self.server.client();
        slow.write_all(&greeting[..7]).expect("it reads");
        polite();
        for sent in [0, 7, greeting.len()] {
            let mut leaver = self.server.client();
            leaver.write_all(&greeting[..sent]).expect("it reads");
            drop(leaver);
            polite();
            let mut breaks_off = self.server.client();
            breaks_off.write_all(&greeting[..sent]).expect("open");
            set_socket_linger(&breaks_off, Some(Duration::ZERO))
                .expect("a socket can");
            drop(breaks_off);
            polite();
        }
        let noise = [0xFF; 100_000];
        for garbage in [&b"Birk: clear\n"[..], &noise] {
            hears_nothing_of_use(self.server.client(), garbage);
            polite();
        }
        self.hears_rough_words();
        polite();
        slow.write_all(&greeting[7..]).expect("it waits");
        let mut handshake = [0];
        slow.read_exact(&mut handshake).expect("it goes on");
        assert_eq!(handshake, [22]);
    }

    /// Stations that shake hands, and then say nothing, half a line,
    /// or one that is too long, or no text; while they are there
    /// another is answered, and they leave without a goodbye.
    fn hears_rough_words(&self) {
        let noise = [b'x'; 100_000];
        for words in [&b""[..], b"Bi", &noise, b"\xFF\n"] {
            run(async {
                let port = self.server.port;
                let wire = net::TcpStream::connect(("127.0.0.1", port));
                let wire = wire.await.expect("it listens");
                let tls = self.connector();
                let mut wire = tls
                    .connect(name("localhost"), wire)
                    .await
                    .expect("it is known");
                // An error: it has heard enough, and hung up.
                wire.write_all(words).await.ok();
                wire.flush().await.ok();
                self.answers(Command::new(TLS_CERTIFICATE)).await;
            });
        }
    }
}

/// Whoever speaks no TLS is told so, and cut off.
fn hears_nothing_of_use(mut station: TcpStream, garbage: &[u8]) {
    // Errors: it has heard enough, and hung up.
    station.write_all(garbage).ok();
    station.shutdown(Shutdown::Write).ok();
    let mut heard = Vec::new();
    station.read_to_end(&mut heard).ok();
    assert!(heard.is_empty() || heard[0] == 21, "{heard:?}");
}

#[test]
fn tls_server_outlives_rough_clients() {
    let office = Office::start(Command::new(TLS_CERTIFICATE));
    office.outlives_rough_callers();
}

#[test]
fn tls_server_of_each_language_serves_clients_of_the_other() {
    let of_rust = Office::start(Command::new(TLS_CERTIFICATE));
    run(of_rust.answers(python("tls_certificate")));
    let of_python = Office::start(python("tls_certificate"));
    of_python.outlives_rough_callers();
}

#[test]
fn half_close_of_rust_is_a_whole_close_for_python() {
    let office = Office::start(python("tls_certificate"));
    run(async {
        let port = office.server.port;
        let wire = net::TcpStream::connect(("127.0.0.1", port)).await;
        let mut wire = office
            .connector()
            .connect(name("localhost"), wire.expect("it listens"))
            .await
            .expect("it is known");
        wire.write_all(b"Birk: clear").await.expect("it is open");
        wire.shutdown().await.expect("it is open");
        let mut heard = String::new();
        wire.read_to_string(&mut heard).await.expect("an end");
        assert_eq!(heard, "");
    });
}
