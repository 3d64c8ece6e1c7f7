//! What the service does with a connection.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::select;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::ledger::{Ledger, Refused};
use crate::limits::{self, Limits};

type Answer = (StatusCode, &'static str);

/// What all connections share.
pub struct Shop {
    /// What it takes on.
    pub limits: Limits,
    ledger: Ledger,
    metrics: Metrics,
}

/// What has happened so far.
#[derive(Default)]
struct Metrics {
    accepted: AtomicUsize,
    shed: AtomicUsize,
    open: AtomicUsize,
    most_open: AtomicUsize,
    cut: AtomicUsize,
}

impl Shop {
    /// One without connections.
    pub fn new(limits: Limits, ledger: Ledger) -> Shop {
        Shop {
            limits,
            ledger,
            metrics: Metrics::default(),
        }
    }

    // ANCHOR: serve
    /// Answers one request, within its time.
    pub async fn serve(
        &self,
        wire: TcpStream,
        stopping: CancellationToken,
    ) {
        let _open = self.metrics.connection();
        let service = service_fn(|request| self.answer(request));
        let connection = http1::Builder::new()
            .half_close(true)
            .keep_alive(false)
            .max_buf_size(16 * 1024)
            .serve_connection(TokioIo::new(wire), service);
        let mut connection = pin!(connection);
        let served = async {
            select! {
                end = connection.as_mut() => end,
                () = stopping.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            }
        };
        // A client that breaks off, or sends no HTTP, is no concern.
        if timeout(2 * self.limits.request, served).await.is_err() {
            self.metrics.cut.fetch_add(1, Relaxed);
        }
    }
    // ANCHOR_END: serve

    async fn answer(
        &self,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let (status, text) =
            match (request.method(), request.uri().path()) {
                (&Method::POST, "/orders") => {
                    let (status, text) =
                        self.order(request.into_body()).await;
                    (status, text.to_owned())
                }
                (&Method::GET, "/metrics") => {
                    (StatusCode::OK, self.metrics())
                }
                _ => (StatusCode::NOT_FOUND, "not here\n".to_owned()),
            };
        let mut response = Response::new(Full::from(text));
        *response.status_mut() = status;
        Ok(response)
    }

    // ANCHOR: order
    async fn order(&self, body: Incoming) -> Answer {
        let text = match self.read(body).await {
            Ok(text) => text,
            Err(answer) => return answer,
        };
        let write = self.ledger.write(text);
        match timeout(self.limits.request, write).await {
            Ok(Ok(())) => {
                self.metrics.accepted.fetch_add(1, Relaxed);
                (StatusCode::CREATED, "accepted\n")
            }
            Ok(Err(Refused::Full)) => {
                self.metrics.shed.fetch_add(1, Relaxed);
                (StatusCode::SERVICE_UNAVAILABLE, "try later\n")
            }
            Ok(Err(Refused::Failed)) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "no ledger\n")
            }
            Err(_) => (StatusCode::GATEWAY_TIMEOUT, "not known\n"),
        }
    }
    // ANCHOR_END: order

    async fn read(&self, body: Incoming) -> Result<String, Answer> {
        const TOO_LONG: Answer =
            (StatusCode::PAYLOAD_TOO_LARGE, "too long\n");
        const NO_ORDER: Answer =
            (StatusCode::BAD_REQUEST, "no order\n");
        if body.size_hint().lower() > limits::ORDER as u64 {
            return Err(TOO_LONG);
        }
        let body = Limited::new(body, limits::ORDER).collect();
        let body = timeout(self.limits.request, body).await;
        let body = body
            .map_err(|_| (StatusCode::REQUEST_TIMEOUT, "too slow\n"))?
            .map_err(|error| match error.is::<LengthLimitError>() {
                true => TOO_LONG,
                false => NO_ORDER,
            })?;
        let text = String::from_utf8(body.to_bytes().into());
        let text = text.map_err(|_| NO_ORDER)?;
        let is_printable = |it: u8| it == b' ' || it.is_ascii_graphic();
        match !text.is_empty() && text.bytes().all(is_printable) {
            true => Ok(text),
            false => Err(NO_ORDER),
        }
    }

    fn metrics(&self) -> String {
        let it = &self.metrics;
        let values = [
            ("orders_accepted", it.accepted.load(Relaxed)),
            ("orders_shed", it.shed.load(Relaxed)),
            ("orders_waiting", self.ledger.waiting()),
            ("connections_open", it.open.load(Relaxed)),
            ("connections_most", it.most_open.load(Relaxed)),
            ("connections_cut", it.cut.load(Relaxed)),
        ];
        let line = |(name, value)| format!("{name} {value}\n");
        values.map(line).concat()
    }
}

/// An open connection, as long as it lives.
struct Open<'a>(&'a Metrics);

impl Metrics {
    fn connection(&self) -> Open<'_> {
        let open = self.open.fetch_add(1, Relaxed) + 1;
        self.most_open.fetch_max(open, Relaxed);
        Open(self)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Relaxed);
    }
}
