use std::thread;

pub fn serve<C: Send + 'static>(
    mut accept: impl FnMut() -> Option<C>,
    attend: fn(C),
) {
    while let Some(client) = accept() {
        thread::spawn(move || attend(client));
    }
}
