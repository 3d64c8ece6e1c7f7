use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;

use exam::{Verdict, Wrong, expect};

use super::answer::serve;

/// A client whose bytes come in pieces.
#[derive(Default)]
struct Client {
    pieces: VecDeque<Vec<u8>>,
    reading: Option<ErrorKind>,
    writing: Option<ErrorKind>,
    answers: Rc<RefCell<Vec<u8>>>,
}

impl Client {
    fn new(pieces: &[&str]) -> Client {
        let pieces = pieces.iter().map(|it| it.as_bytes().to_vec());
        let pieces = pieces.collect();
        Client {
            pieces,
            ..Client::default()
        }
    }
}

impl Read for Client {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(mut piece) = self.pieces.pop_front() else {
            return self.reading.map_or(Ok(0), |it| Err(it.into()));
        };
        let length = piece.len().min(into.len());
        into[..length].copy_from_slice(&piece[..length]);
        let rest = piece.split_off(length);
        if !rest.is_empty() {
            self.pieces.push_front(rest);
        }
        Ok(length)
    }
}

impl Write for Client {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        match self.writing {
            Some(error) => Err(error.into()),
            None => self.answers.borrow_mut().write(data),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Serves them, and returns what leaves `serve`.
/// Errors: if it does not end when `accept` fails.
fn served(
    clients: Vec<Client>,
) -> Result<(io::Result<()>, bool), Wrong> {
    let (mut clients, mut failures) = (clients.into_iter(), 0);
    let accept = || {
        clients.next().ok_or_else(|| {
            failures += 1;
            assert!(failures < 4, "nothing else ends such a loop");
            io::Error::other("no descriptor is left")
        })
    };
    let end = catch_unwind(AssertUnwindSafe(|| serve(accept)));
    expect!(
        failures < 4,
        "`accept` fails, and `serve` calls it again and again: \
         only the errors of a client may be suppressed."
    );
    match end {
        Ok(end) => Ok((end, failures > 0)),
        Err(panic) => resume_unwind(panic),
    }
}

pub fn check() -> Verdict {
    let gull = Client::new(&["ten", "der\n", "rope\nknife\n"]);
    let answers = gull.answers.clone();
    let _ = served(vec![gull])?;
    let answers =
        String::from_utf8_lossy(&answers.borrow()).into_owned();
    expect!(
        !answers.starts_with("you say: tenyou"),
        "Gull sends one line in two pieces, and they are answered as two \
         requests: read up to the line's end."
    );
    expect!(
        answers == "you say: tender\nyou say: rope\nyou say: knife\n",
        "Gull sends the lines tender, rope and knife, and is sent \
         {answers:?}."
    );

    let mut heron = Client::new(&["ten"]);
    heron.reading = Some(ErrorKind::ConnectionReset);
    let swan = Client::new(&["swan\n"]);
    let answers = swan.answers.clone();
    let (end, has_failed) = served(vec![heron, swan])?;
    expect!(
        end.is_ok() || has_failed,
        "Heron resets her connection, and the error leaves `serve`: \
         the clients behind her are not served."
    );
    expect!(
        !answers.borrow().is_empty(),
        "Heron resets her connection, and the service ends without an \
         error: the clients behind her are not served."
    );

    let mut tern = Client::new(&["tern\n"]);
    tern.writing = Some(ErrorKind::NotConnected);
    let swan = Client::new(&["swan\n"]);
    let answers = swan.answers.clone();
    let _ = served(vec![tern, swan])?;
    expect!(
        !answers.borrow().is_empty(),
        "Tern has left, and a call fails with an error that says \"not \
         connected\", and it leaves `serve`: a reset is not the only \
         error of a client that has left."
    );

    let (end, _) = served(vec![])?;
    expect!(
        end.is_err(),
        "`accept` fails, and `serve` returns without an error: \
         whoever has started the server should hear of it."
    );
    Ok(())
}
