use tokio::task::JoinHandle;

#[derive(Default)]
pub struct Crew {
    job: Option<JoinHandle<()>>,
}

impl Crew {
    /// Starts a job in the background.
    pub fn start(
        &mut self,
        job: impl Future<Output = ()> + Send + 'static,
    ) {
        self.job = Some(tokio::spawn(job));
    }

    /// Waits until all jobs have ended.
    pub async fn end_of_shift(&mut self) {
        if let Some(job) = self.job.take() {
            let _ = job.await;
        }
    }
}
