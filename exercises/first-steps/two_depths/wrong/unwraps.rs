use std::num::ParseIntError;

pub fn deeper(a: &str, b: &str) -> Result<u32, ParseIntError> {
    let a: u32 = a.parse().unwrap();
    let b: u32 = b.parse().unwrap();
    Ok(a.max(b))
}
