pub async fn fetch_all<T>(
    jobs: Vec<impl Future<Output = T>>,
) -> Vec<T> {
    let mut results = Vec::new();
    for job in jobs {
        results.push(job.await);
    }
    results
}
