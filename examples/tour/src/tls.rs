//! The two ends of TLS, and a certificate made at the start.

use std::io;
use std::sync::Arc;

use rcgen::CertifiedKey;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio_rustls::{TlsAcceptor, TlsConnector};

/// By what the office proves to a station that it is the office.
pub struct Identity {
    /// It says: who has the key to this is `localhost`.
    pub certificate: CertificateDer<'static>,
    /// The same, as the text that files hold.
    pub pem: String,
    /// It stays with the office.
    pub key: PrivateKeyDer<'static>,
}

impl Identity {
    /// One that did not exist before, signed by nobody but itself.
    #[must_use]
    pub fn of_localhost() -> Identity {
        let names = ["localhost".to_owned()];
        let CertifiedKey { cert, signing_key } =
            rcgen::generate_simple_self_signed(names)
                .expect("this name can stand in a certificate");
        Identity {
            pem: cert.pem(),
            certificate: cert.into(),
            key: signing_key.into(),
        }
    }
}

// ANCHOR: configs
/// The office's end of TLS: it shows its certificate.
///
/// # Errors
///
/// If the key does not belong to the certificate.
pub fn tls_of_office(own: Identity) -> io::Result<TlsAcceptor> {
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![own.certificate], own.key)
        .map_err(io::Error::other)?;
    Ok(Arc::new(config).into())
}

/// The station's end of TLS: it trusts one certificate, or none.
///
/// # Errors
///
/// If `known` cannot be read as a certificate.
pub fn tls_of_station(
    known: Option<CertificateDer>,
) -> io::Result<TlsConnector> {
    let mut store = RootCertStore::empty();
    if let Some(certificate) = known {
        store.add(certificate).map_err(io::Error::other)?;
    }
    let config = ClientConfig::builder()
        .with_root_certificates(store)
        .with_no_client_auth();
    Ok(Arc::new(config).into())
}
// ANCHOR_END: configs

/// Both ends: an office, and a station that knows it.
///
/// # Errors
///
/// If the certificate is of no use to the library.
pub fn tls_of_both() -> io::Result<(TlsAcceptor, TlsConnector)> {
    let own = Identity::of_localhost();
    let station = tls_of_station(Some(own.certificate.clone()))?;
    Ok((tls_of_office(own)?, station))
}
