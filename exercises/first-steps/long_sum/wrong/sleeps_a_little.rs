use std::time::Duration;

pub async fn add_up(numbers: impl Iterator<Item = u64>) -> u64 {
    let mut total = 0;
    for (count, number) in (1..).zip(numbers) {
        total += number;
        if count % 100 == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
    total
}
