//! For loops that can serve.

macro_rules! sockets {
    () => {
        use crate::work::cpu_time;

        fn sockets(work: &str, sizes: &[usize]) -> Option<Outcome> {
            Some(match (work, sizes) {
                ("echo", &[connections, rounds]) => echo(connections, rounds),
                _ => return None,
            })
        }

        /// The CPU time of all requests of 64 bytes. Each connection is kept until all is answered.
        fn echo(connections: usize, rounds: usize) -> Outcome {
            run(async move {
                let accepted = accept(connections).await.map_err(|e| e.to_string())?;
                let start = cpu_time();
                let tasks: Vec<_> =
                    accepted.into_iter().map(|socket| spawn(answer(socket, rounds))).collect();
                let mut open = Vec::new();
                for task in tasks {
                    open.push(task.await);
                }
                Ok(vec![(cpu_time() - start).as_nanos() as f64])
            })
        }
    };
}

/// The readiness-based loops read and write borrowed buffers, and take the sockets of the standard
/// library.
#[allow(unused_macros, reason = "none of the loops on io_uring is one of them")]
macro_rules! readiness {
    () => {
        async fn accept(connections: usize) -> std::io::Result<Vec<std::net::TcpStream>> {
            let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
            crate::work::announce(listener.local_addr()?);
            (0..connections).map(|_| Ok(listener.accept()?.0)).collect()
        }

        async fn answer(
            accepted: std::net::TcpStream,
            rounds: usize,
        ) -> std::io::Result<impl Sized> {
            accepted.set_nodelay(true)?;
            let mut socket = socket(accepted)?;
            let mut buffer = [0; 4096];
            for _ in 0..rounds {
                let length = read(&mut socket, &mut buffer).await?;
                let sent = write(&mut socket, &buffer[..length]).await?;
                assert_eq!((length, sent), (64, 64), "short messages come whole");
            }
            Ok(socket)
        }
    };
}

/// For loops with adapters for hyper.
#[allow(unused_macros, reason = "none of the loops on io_uring has one here")]
macro_rules! http {
    () => {
        fn http(work: &str, _: &[usize]) -> Option<Outcome> {
            (work == "http").then(serve_until_told)
        }

        /// The CPU time of all requests, until the standard input ends.
        fn serve_until_told() -> Outcome {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
            let server = listener.local_addr().map_err(|e| e.to_string())?;
            let (stop, stopped) = ::tokio::sync::oneshot::channel();
            std::thread::spawn(move || {
                let _ended = std::io::stdin().read_line(&mut String::new());
                let _ = stop.send(());
            });
            run(async move {
                crate::work::announce(server);
                let start = cpu_time();
                futures::future::select(std::pin::pin!(serve(listener)), stopped).await;
                Ok(vec![(cpu_time() - start).as_nanos() as f64])
            })
        }
    };
}
