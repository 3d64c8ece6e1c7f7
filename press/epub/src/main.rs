//! Binds the finished book of a folder as the named file, and says how many pages it has.

use std::env::args_os;
use std::path::PathBuf;

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let mut paths = args_os().skip(1).map(PathBuf::from);
    let mut path = |what: &'static str| paths.next().context(what);
    let root = path("the first argument is the book's folder")?;
    let folder = path("the second is the folder of its finished pages")?;
    let file = path("the third is the file to make")?;
    println!("{}", epub::write(&root, &folder, &file)?);
    Ok(())
}
