use exam::say;

async fn post(letter: &str) {
    say!("{letter}: posted");
}

pub async fn morning() -> usize {
    let mut count = 0;
    for letter in ["rent", "tax", "love"] {
        post(letter).await;
        count += 1;
    }
    count
}
