//! What the programs of this chapter share.

#[cfg(target_os = "linux")]
pub mod completion;
pub mod timed;

/// Any error, as programs pass it on.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// How many letters follow this one, which an order begins with.
///
/// # Errors
///
/// If it is no digit.
pub fn size_of(letter: u8) -> Result<usize, BoxError> {
    match letter {
        b'0'..=b'9' => Ok((letter - b'0').into()),
        _ => Err(format!("no size: {}", char::from(letter)).into()),
    }
}
