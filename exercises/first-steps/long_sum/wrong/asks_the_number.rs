pub async fn add_up(numbers: impl Iterator<Item = u64>) -> u64 {
    let mut total = 0;
    for number in numbers {
        total += number;
        if number % 100 == 0 {
            tokio::task::yield_now().await;
        }
    }
    total
}
