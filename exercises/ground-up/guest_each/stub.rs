pub fn serve<C: Send + 'static>(
    mut accept: impl FnMut() -> Option<C>,
    attend: fn(C),
) {
    while let Some(client) = accept() {
        attend(client);
    }
}
