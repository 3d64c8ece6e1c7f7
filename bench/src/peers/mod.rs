//! How each loop runs, spawns, yields, sleeps and serves. One source text for the work stands below
//! that: see `work`.

use std::convert::Infallible;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response};

use crate::work::Outcome;

mod local_pool;
mod smol;
mod tokio;
mod tokio_spawned;
mod toy;

/// One measurement of one of the peers that this program is made of.
pub fn measure(peer: &str, work: &str, sizes: &[usize]) -> Outcome {
    match peer {
        "toy" => toy::measure(work, sizes),
        "tokio" => tokio::measure(work, sizes),
        "tokio-spawned" => tokio_spawned::measure(work, sizes),
        "smol" => smol::measure(work, sizes),
        "local-pool" => local_pool::measure(work, sizes),
        _ => Err(format!("there is no peer {peer}")),
    }
}

/// The answer to every HTTP request.
async fn answer_http(_: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    Ok(Response::new(Full::from("berth 1 is free")))
}
