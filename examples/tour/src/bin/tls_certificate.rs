// clock: real
//! Reports over TLS: the office shows a certificate that was made at
//! its start, and a station looks whether it knows it.

use std::error::Error;
use std::{env, fs};

use console::run;
use futures::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::{TlsAcceptor, TlsConnector};
use tokio_util::codec::{Framed, LinesCodec};
use tour::tls::{Identity, tls_of_office, tls_of_station};

const HOST: &str = "127.0.0.1";

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

// ANCHOR: listing
async fn note(wire: TcpStream, tls: TlsAcceptor) -> Outcome {
    let wire = tls.accept(wire).await?;
    let codec = LinesCodec::new_with_max_length(64);
    let mut lines = Framed::new(wire, codec);
    let report = lines.next().await.ok_or("no report")??;
    lines.send(format!("noted {}", report.trim())).await?;
    Ok(lines.get_mut().shutdown().await?)
}

async fn report(port: u16, tls: TlsConnector, words: &str) -> Outcome {
    let wire = TcpStream::connect((HOST, port)).await?;
    let mut wire = tls.connect("localhost".try_into()?, wire).await?;
    wire.write_all(format!("{words}\n").as_bytes()).await?;
    wire.flush().await?;
    let mut answer = String::new();
    wire.read_to_string(&mut answer).await?;
    println!("office: {}", answer.trim());
    Ok(())
}

async fn night() -> Outcome {
    let own = Identity::of_localhost();
    let stranger = tls_of_station(None)?;
    let informed = tls_of_station(Some(own.certificate.clone()))?;
    let office = TcpListener::bind((HOST, 0)).await?;
    let port = office.local_addr()?.port();
    task::spawn(serve(office, tls_of_office(own)?));
    match report(port, stranger, "Corvo: fog").await {
        Err(error) => println!("Corvo: {error}"),
        Ok(()) => println!("Corvo: is content with anybody"),
    }
    report(port, informed, "Birk: clear").await
}
// ANCHOR_END: listing

async fn serve(office: TcpListener, tls: TlsAcceptor) -> Outcome {
    loop {
        task::spawn(note(office.accept().await?.0, tls.clone()));
    }
}

async fn serve_for_ever(copy: &str) -> Outcome {
    let own = Identity::of_localhost();
    fs::write(copy, &own.pem)?;
    let office = TcpListener::bind((HOST, 0)).await?;
    println!("{}", office.local_addr()?.port());
    serve(office, tls_of_office(own)?).await
}

async fn call(port: u16, certificate: &str) -> Outcome {
    let known = CertificateDer::from_pem_file(certificate)?;
    report(port, tls_of_station(Some(known))?, "Almer: cloud").await
}

fn main() -> Outcome {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("serve") => run(serve_for_ever(&args[1])),
        Some("call") => {
            run(call(args[1].parse().expect("a port"), &args[2]))
        }
        _ => run(night()),
    }
}
