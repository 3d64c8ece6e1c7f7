use std::thread;

pub fn serve<C: Send + 'static>(
    mut accept: impl FnMut() -> Option<C>,
    attend: fn(C),
) {
    while let Some(client) = accept() {
        let thread = thread::spawn(move || attend(client));
        thread.join().unwrap();
    }
}
