//! The lab "Send is about threads, and I use none".

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::task::{spawn, yield_now};

use crate::common::{assert_says, compile, one_thread};

/// A task that keeps an `Rc` at its `await`, and a `spawn` that asks for
/// what that of tokio asks for.
const SALE: &str = "\
use std::rc::Rc;
use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;

async fn sell() {
    let sold = Rc::new(1);
    sleep(Duration::from_secs(1)).await;
    say!(\"sold: {sold}\");
}

fn main() {
    run(async { spawn(sell()) });
}

fn spawn<F: Future + Send>(future: F) {
    drop(future);
}
";

const REFUSED: &str = "\
error: future cannot be sent between threads safely
  --> sale.rs:14:23
   |
14 |     run(async { spawn(sell()) });
   |                       ^^^^^^ future returned by `sell` is not `Send`
   |
   = help: within `impl Future<Output = ()>`, the trait `Send` is not \
implemented for `Rc<i32>`
note: future is not `Send` as this value is used across an await
  --> sale.rs:9:35
   |
 8 |     let sold = Rc::new(1);
   |         ---- has type `Rc<i32>` which is not `Send`
 9 |     sleep(Duration::from_secs(1)).await;
   |                                   ^^^^^ await occurs here, with \
`sold` maybe used later
";

#[test]
fn compiler_names_the_variable_and_the_await() {
    let refused = compile("sale", SALE);
    assert!(!refused.status.success());
    assert_says(&refused, REFUSED);
}

#[test]
fn drop_before_the_await_is_not_enough_for_the_compiler() {
    let kept = "    sleep(Duration::from_secs(1)).await;
    say!(\"sold: {sold}\");
";
    let dropped = "    say!(\"sold: {sold}\");
    drop(sold);
    sleep(Duration::from_secs(1)).await;
";
    let sale = SALE.replace(kept, dropped);
    assert_ne!(sale, SALE);
    let refused = compile("sale", &sale);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("cannot be sent between threads"), "{said}");

    let in_a_block = sale
        .replace("    let sold", "    {\n    let sold")
        .replace("    drop(sold);\n", "    }\n");
    let taken = compile("sale", &in_a_block);
    assert!(taken.status.success());
}

#[test]
fn task_that_is_given_an_rc_is_not_send() {
    let sale = |makes, is_given| {
        format!(
            "\
fn main() {{
    {is_given}
    spawn(async move {{
        {makes}
        println!(\"sold: {{sold}}\");
    }});
}}

fn spawn<F: Future + Send>(future: F) {{
    drop(future);
}}
"
        )
    };
    let rc = "let sold = std::rc::Rc::new(1);";
    assert!(compile("makes", &sale(rc, "")).status.success());
    let refused = compile("given", &sale("", rc));
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("cannot be sent between threads"), "{said}");
}

#[test]
fn task_without_the_rc_at_its_await_is_send() {
    let sell = async {
        let sold = {
            let sold = Rc::new(0);
            *sold + 1
        };
        yield_now().await;
        sold
    };
    one_thread().block_on(async {
        assert_eq!(spawn(sell).await.expect("no panic"), 1);
    });
}

#[test]
fn arc_and_atomic_number_go_to_spawn() {
    let sold = Arc::new(AtomicU32::new(0));
    one_thread().block_on(async {
        let agents = [sold.clone(), sold.clone()].map(|sold| {
            spawn(async move {
                yield_now().await;
                sold.fetch_add(1, Ordering::SeqCst);
            })
        });
        for agent in agents {
            agent.await.expect("no panic");
        }
    });
    assert_eq!(sold.load(Ordering::SeqCst), 2);
}
