use std::num::ParseIntError;

pub fn deeper(a: &str, b: &str) -> Result<u32, ParseIntError> {
    let a: u32 = a.parse()?;
    let b: u32 = b.parse()?;
    Ok(a.max(b))
}
