/// Gives the turn away once.
pub async fn pause() {}
