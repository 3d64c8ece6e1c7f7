//! What the page on old code says of futures without `async`.

use futures::FutureExt;
use futures::executor::block_on;
use futures::future::{lazy, ready};

#[test]
fn combinators_are_awaited_like_any_future() {
    let bake =
        ready(2).then(|loaves| ready(loaves + 1)).map(|n| n * 10);
    assert_eq!(block_on(async { 1 + bake.await }), 31);
}

#[test]
fn combinators_are_as_lazy_as_an_async_function() {
    let mut begun = false;
    let bake = lazy(|_| begun = true).map(|()| "rye");
    drop(bake);
    assert!(!begun);
}
