use exam::say;

async fn post(letter: &str) {
    say!("{letter}: posted");
}

pub async fn morning() -> usize {
    let mut count = 0;
    for letter in ["rent", "tax", "love"] {
        let _ = post(letter);
        count += 1;
    }
    count
}
