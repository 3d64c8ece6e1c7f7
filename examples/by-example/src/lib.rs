//! What the programs of this chapter share: a market on this machine,
//! some of whose stalls are slow or rude.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::{io, net::Ipv4Addr};

use tokio::io::{
    AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader,
};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::{JoinSet, spawn};

/// Serves one page a stall over HTTP, and counts who comes.
///
/// It closes with the runtime that it was opened on.
pub struct Market {
    address: String,
    visitors: Arc<Visitors>,
}

#[derive(Default)]
struct Visitors {
    counts: Mutex<HashMap<String, usize>>,
    changed: Notify,
}

impl Market {
    /// Opens a market on a free port of this machine.
    ///
    /// # Errors
    ///
    /// If there is no free port.
    pub async fn open() -> io::Result<Market> {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = format!("http://{}", listener.local_addr()?);
        let visitors = Arc::new(Visitors::default());
        spawn(accept(listener, visitors.clone()));
        Ok(Market { address, visitors })
    }

    /// The address of a stall, as `/flour`.
    #[must_use]
    pub fn at(&self, stall: &str) -> String {
        format!("{}{stall}", self.address)
    }

    /// How many connections were made until now.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.visitors.count("connections")
    }

    /// How often a stall was asked until now.
    #[must_use]
    pub fn visits(&self, stall: &str) -> usize {
        self.visitors.count(stall)
    }
}

async fn accept(listener: TcpListener, visitors: Arc<Visitors>) {
    let mut customers = JoinSet::new();
    while let Ok((customer, _)) = listener.accept().await {
        visitors.note("connections");
        // A customer who leaves in the middle is none of our errors.
        customers.spawn(serve(customer, visitors.clone()));
    }
}

async fn serve(
    mut customer: TcpStream,
    visitors: Arc<Visitors>,
) -> io::Result<()> {
    let (read, mut write) = customer.split();
    let mut read = BufReader::new(read);
    while let Some(stall) = request(&mut read).await? {
        visitors.note(&stall);
        let Some(answer) = visitors.answer(&stall).await else {
            read.read_to_end(&mut Vec::new()).await?;
            break;
        };
        write.write_all(answer.as_bytes()).await?;
        if rude(&stall).is_some() {
            break;
        }
    }
    Ok(())
}

/// Reads the head of one request: the path in its first line.
async fn request(
    read: &mut (impl AsyncBufReadExt + Unpin),
) -> io::Result<Option<String>> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if read.read_line(&mut head).await? == 0 {
            return Ok(None);
        }
    }
    Ok(head.split(' ').nth(1).map(String::from))
}

impl Visitors {
    fn note(&self, stall: &str) {
        let mut counts =
            self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(stall.to_string()).or_default() += 1;
        drop(counts);
        self.changed.notify_waiters();
    }

    fn count(&self, stall: &str) -> usize {
        let counts =
            self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.get(stall).copied().unwrap_or_default()
    }

    async fn visited(&self, stall: &str, times: usize) {
        loop {
            // Made before the look, it hears of what comes after it.
            let change = self.changed.notified();
            if self.count(stall) >= times {
                return;
            }
            change.await;
        }
    }

    async fn answer(&self, stall: &str) -> Option<String> {
        let moved = "302 Found\r\nLocation: ";
        let answer = match stall {
            "/flour" => page("200 OK", "3 coins a sack"),
            "/butter" => page("200 OK", "5 coins a tub"),
            "/yeast" => {
                self.visited("/flour", 1).await;
                self.visited("/butter", 1).await;
                page("200 OK", "1 coin a cube")
            }
            "/eggs" => page("503 Service Unavailable", "none today"),
            "/honey" => page(&format!("{moved}/jam"), "next door"),
            "/jam" => page("200 OK", "4 coins a jar"),
            "/carousel" => page(&format!("{moved}/carousel"), ""),
            "/cellar" => page("200 OK", &"a sack, ".repeat(1_000_000)),
            "/salt" => return None,
            _ => match (rude(stall), stall.strip_prefix("/queue/")) {
                (Some(sent), _) => sent.to_string(),
                (_, Some(customers)) => {
                    let customers = customers.parse().unwrap_or(1);
                    self.visited(stall, customers).await;
                    page("200 OK", "all served")
                }
                _ => page("404 Not Found", "no such stall"),
            },
        };
        Some(answer)
    }
}

/// What a rude stall sends before it hangs up.
fn rude(stall: &str) -> Option<&'static str> {
    match stall {
        "/sugar" => Some(""),
        "/nuts" => Some("buy my nuts!\r\n\r\n"),
        "/oil" => Some(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\
            Content-Type: text/plain; charset=ascii\r\n\r\n5 \u{20ac}",
        ),
        "/cream" => {
            Some("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf a")
        }
        "/milk" => Some("HTTP/1.1 200 OK\r\n\r\nhalf a"),
        _ => None,
    }
}

fn page(status: &str, text: &str) -> String {
    let length = text.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{text}"
    )
}
