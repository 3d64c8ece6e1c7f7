//! The lab "I may catch the cancellation and go on".

use std::future::ready;

use tokio_util::sync::CancellationToken;

use crate::common::{Log, one_thread};

#[test]
fn token_that_was_cancelled_before_the_call_polls_nothing() {
    one_thread().block_on(async {
        let (token, log) = (CancellationToken::new(), Log::default());
        let step = async || log.add("ran");
        assert_eq!(token.run_until_cancelled(step()).await, Some(()));
        token.cancel();
        assert_eq!(token.run_until_cancelled(step()).await, None);
        assert_eq!(token.run_until_cancelled(ready(7)).await, None);
        assert_eq!(log.lines(), ["ran"]);
    });
}
