use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use exam::{Verdict, Wrong, expect, now, run};
use futures::FutureExt;
use tokio::time::sleep;

use super::answer::{Mirror, first_file};

type Answer = io::Result<Option<&'static str>>;

/// Counts the mirrors that have ended.
struct Line(Arc<AtomicUsize>);

impl Drop for Line {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// What `first_file` returns, when, and how many mirrors have ended.
fn found(
    answers: Vec<Answer>,
) -> Result<(Option<&'static str>, f64, usize), Wrong> {
    let ended = Arc::new(AtomicUsize::new(0));
    let mirror = |(seconds, answer)| -> Mirror {
        let line = Line(ended.clone());
        async move {
            let _line = line;
            sleep(Duration::from_secs(seconds)).await;
            answer
        }
        .boxed()
    };
    let mirrors = (1..).zip(answers).map(mirror).collect();
    run(async {
        let file = first_file(mirrors).await;
        (file, now(), ended.load(Ordering::Relaxed))
    })
}

pub fn check() -> Verdict {
    let answers =
        vec![Ok(None), Ok(Some("map.png")), Ok(Some("old.png"))];
    let (file, end, ended) = found(answers)?;
    expect!(
        file.is_some(),
        "The first mirror answers None at 1 s, and `first_file` returns it: \
         the second one has the file at 2 s."
    );
    expect!(
        (file, end) == (Some("map.png"), 2.0),
        "The second mirror has 'map.png' at 2 s, and `first_file` returns \
         {file:?} at {end} s."
    );
    expect!(
        ended == 3,
        "`first_file` returns while the third mirror is still asked: wait \
         until its task has ended."
    );
    let gone = Err(io::Error::other("gone"));
    let (file, ..) = found(vec![gone, Ok(Some("map.png"))])?;
    expect!(
        file == Some("map.png"),
        "The first mirror fails at 1 s, and `first_file` ends with {file:?}: \
         the second one has the file at 2 s."
    );
    let (file, ..) = found(vec![Ok(None), Ok(None)])?;
    expect!(
        file.is_none(),
        "No mirror has the file, and `first_file` returns {file:?}."
    );
    Ok(())
}
