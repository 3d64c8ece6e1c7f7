async fn add(total: u64, number: u64) -> u64 {
    total + number
}

pub async fn add_up(numbers: impl Iterator<Item = u64>) -> u64 {
    let mut total = 0;
    for number in numbers {
        total = add(total, number).await;
    }
    total
}
