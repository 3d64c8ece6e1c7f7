use std::cell::Cell;
use std::io::{self, ErrorKind};

use exam::{Verdict, expect, run};

use super::answer::with;

/// What `with` returns for an operation with these results, how often
/// it waits, and how often it calls the operation.
fn tried(
    results: Vec<Result<u32, ErrorKind>>,
) -> Result<(Result<u32, ErrorKind>, u32, u32), exam::Wrong> {
    let (waits, calls) = (Cell::new(0), Cell::new(0));
    let mut results = results.into_iter();
    let operation = || {
        calls.set(calls.get() + 1);
        results.next().unwrap_or(Ok(0)).map_err(io::Error::from)
    };
    let ready = async || waits.set(waits.get() + 1);
    let end = run(with(ready, operation))?;
    Ok((end.map_err(|e| e.kind()), waits.get(), calls.get()))
}

pub fn check() -> Verdict {
    let nothing = || Err(ErrorKind::WouldBlock);
    let (end, waits, _) = tried(vec![nothing(), nothing(), Ok(7)])?;
    expect!(
        end != nothing(),
        "The socket was reported ready, another task was faster, and \
         `with` returns WouldBlock: wait again, and try again."
    );
    expect!(
        waits > 0,
        "`with` calls the operation again and does not wait: it would \
         keep the turn until a client comes."
    );
    let (_, waits, _) = tried(vec![Ok(7)])?;
    expect!(
        waits == 0,
        "A client is there already, and `with` waits before it has tried: \
         call the operation first."
    );
    let reset = Err(ErrorKind::ConnectionReset);
    let (failed, _, calls) = tried(vec![nothing(), reset])?;
    expect!(
        calls == 2,
        "The connection is reset, and `with` tries again: only WouldBlock \
         says that it is worth a wait."
    );
    expect!(
        failed == reset,
        "The connection is reset, and `with` returns {failed:?}."
    );
    expect!(
        end == Ok(7),
        "The client is 7, and `with` returns {end:?}."
    );
    Ok(())
}
