// clock: real
//! A thread for each client, and two workers that compute for all.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::{iter, thread};

use ground_up::service::{Ferry, answer, lines, run};

// ANCHOR: listing
type Job = (Vec<u8>, Sender<String>);

fn serve(listener: TcpListener) -> io::Result<()> {
    let pool = start_pool(2);
    loop {
        let (client, _) = listener.accept()?;
        let pool = pool.clone();
        thread::spawn(move || attend(&client, &pool));
    }
}

fn attend(
    mut client: &TcpStream,
    pool: &Sender<Job>,
) -> io::Result<()> {
    for line in lines(client) {
        let (sender, reply) = channel();
        pool.send((line?, sender)).expect("the workers live");
        let reply = reply.recv().expect("a worker replies");
        client.write_all(reply.as_bytes())?;
    }
    Ok(())
}

fn start_pool(workers: usize) -> Sender<Job> {
    let (pool, jobs) = channel();
    let jobs = Arc::new(Mutex::new(jobs));
    for jobs in iter::repeat_n(jobs, workers) {
        thread::spawn(move || work(&jobs));
    }
    pool
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    loop {
        let job = jobs.lock().expect("no worker panics").recv();
        let Ok((line, reply)) = job else { return };
        reply.send(answer(&line)).expect("its thread waits");
    }
}
// ANCHOR_END: listing

fn visit(service: SocketAddr) -> io::Result<()> {
    let mut gull = Ferry::new("Gull", service)?;
    gull.ask(10)?;
    let mut heron = Ferry::new("Heron", service)?;
    heron.ask(20)?;
    gull.ask(15)?;
    gull.leave();
    heron.leave();
    Ok(())
}

fn main() -> io::Result<()> {
    run(serve, visit)
}
