#[derive(Default)]
pub struct Crew {}

impl Crew {
    /// Starts a job in the background.
    pub fn start(
        &mut self,
        job: impl Future<Output = ()> + Send + 'static,
    ) {
    }

    /// Waits until all jobs have ended.
    pub async fn end_of_shift(&mut self) {}
}
