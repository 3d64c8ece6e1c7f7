use std::cell::RefCell;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::time::Duration;
use toy::*;

#[test]
fn all_the_parts_work_together() {
    let executor = Executor::with_virtual_clock();
    let log = Rc::new(RefCell::new(Vec::new()));
    let out = executor.run(async {
        let l = log.clone();
        let a = spawn(async move {
            sleep(Duration::from_secs(3)).await;
            l.borrow_mut().push("a");
            1
        });
        let l = log.clone();
        let b = spawn(async move {
            sleep(Duration::from_secs(2)).await;
            l.borrow_mut().push("b");
            2
        });
        let c = spawn(async { std::future::pending::<()>().await });
        yield_now().await;
        c.abort();
        assert!(matches!(c.await, Err(JoinError::Aborted)));
        let p = spawn(async { panic!("boo") });
        println!("{}", p.await.unwrap_err());
        let (x, y) = UnixStream::pair().unwrap();
        let (x, y) = (Async::new(x).unwrap(), Async::new(y).unwrap());
        let r = spawn(async move {
            let mut buf = [0; 9];
            let n = y
                .with(Interest::Read, |mut y| y.read(&mut buf))
                .await
                .unwrap();
            n
        });
        yield_now().await;
        x.with(Interest::Write, |mut x| x.write(b"hello"))
            .await
            .unwrap();
        assert_eq!(r.await.unwrap(), 5);
        let pool = Pool::new(2);
        assert_eq!(pool.run(|| 5).await, 5);
        assert_eq!(
            timeout(
                Duration::from_secs(1),
                std::future::pending::<()>()
            )
            .await,
            Err(Elapsed)
        );
        a.await.unwrap() + b.await.unwrap()
    });
    assert_eq!(out, 3);
    assert_eq!(*log.borrow(), ["b", "a"]);
    println!("{} {}", executor.polls(), executor.turns());
}
