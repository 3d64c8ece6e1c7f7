// clock: real
//! Two tasks of the stage reactor wait for one listener.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::rc::Rc;

use ground_up::stages::reactor::{
    Async, Executor, Interest, spawn, yield_now,
};

// ANCHOR: listing
async fn clerk(name: &str, listener: Rc<Async<TcpListener>>) {
    let ready = listener.ready(Interest::Read).await;
    ready.expect("the system can be asked");
    match listener.get().accept() {
        Ok(_) => println!("{name}: accepts a client"),
        Err(error) => println!("{name}: {}", error.kind()),
    }
}

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    Executor::new().run(async {
        let listener = Rc::new(Async::new(listener)?);
        let clerks = ["North", "South"]
            .map(|name| spawn(clerk(name, listener.clone())));
        yield_now().await;
        let _client = TcpStream::connect(address)?;
        for clerk in clerks {
            clerk.await.expect("a clerk does not panic");
        }
        Ok(())
    })
}
// ANCHOR_END: listing
