use std::thread;

pub fn serve<C: Send + 'static>(
    mut accept: impl FnMut() -> Option<C>,
    attend: fn(C),
) {
    thread::scope(|threads| {
        while let Some(client) = accept() {
            threads.spawn(move || attend(client));
        }
    });
}
