use std::num::ParseIntError;

pub fn deeper(a: &str, b: &str) -> Result<u32, ParseIntError> {
    let b: u32 = b.parse()?;
    let a: u32 = a.parse()?;
    Ok(a.max(b))
}
