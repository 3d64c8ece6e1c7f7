//! A task-local value ends with the future that it is set for.

// ANCHOR: listing
use modern_asyncio::new_runtime;
use tokio::task_local;

task_local! {
    static LANGUAGE: &'static str;
}

async fn greet() {
    let language = LANGUAGE.try_with(|name| *name);
    println!("  greets in {}", language.unwrap_or("English"));
}

fn main() {
    let runtime = new_runtime();
    println!("inside a scope:");
    runtime.block_on(LANGUAGE.scope("French", greet()));
    println!("in the next call:");
    runtime.block_on(greet());
}
// ANCHOR_END: listing
