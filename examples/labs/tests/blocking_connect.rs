//! The lab "A blocking connect to this machine cannot hurt".

use crate::common::one_thread;

#[test]
#[should_panic = "Registering a blocking socket"]
#[cfg(all(debug_assertions, unix))]
fn socket_in_blocking_mode_is_refused_in_a_debug_build() {
    let socket = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("the system has a port");
    one_thread().block_on(async {
        tokio::net::TcpListener::from_std(socket)
            .expect("it panics first");
    });
}
