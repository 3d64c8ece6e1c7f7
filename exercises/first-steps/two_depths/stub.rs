use std::num::ParseIntError;

pub fn deeper(a: &str, b: &str) -> Result<u32, ParseIntError> {
    let a: u32 = a.parse().unwrap_or(0);
    let b: u32 = b.parse().unwrap_or(0);
    Ok(a.max(b))
}
