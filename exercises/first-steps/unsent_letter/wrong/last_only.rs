use exam::say;

async fn post(letter: &str) {
    say!("{letter}: posted");
}

pub async fn morning() -> usize {
    let mut count = 0;
    let mut posted = None;
    for letter in ["rent", "tax", "love"] {
        posted = Some(post(letter));
        count += 1;
    }
    if let Some(last) = posted {
        last.await;
    }
    count
}
