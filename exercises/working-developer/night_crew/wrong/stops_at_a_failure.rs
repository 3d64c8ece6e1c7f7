use tokio::task::JoinSet;

#[derive(Default)]
pub struct Crew {
    jobs: JoinSet<()>,
}

impl Crew {
    /// Starts a job in the background.
    pub fn start(
        &mut self,
        job: impl Future<Output = ()> + Send + 'static,
    ) {
        self.jobs.spawn(job);
    }

    /// Waits until all jobs have ended.
    pub async fn end_of_shift(&mut self) {
        while let Some(Ok(())) = self.jobs.join_next().await {}
    }
}
