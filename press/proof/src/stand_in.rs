//! Stands for what `chapter.rs` will have.

use std::fmt;

use crate::{Clock, Command, Program, Runner, Version};

/// Why a program cannot be run here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// The program asks for a newer Python.
    NotForThisPython(Version),
    /// What this machine lacks, and the remedy.
    Missing(String),
    /// A header that cannot be read.
    Broken(String),
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lack::NotForThisPython(oldest) => write!(f, "it needs Python {oldest} or newer"),
            Lack::Missing(lack) | Lack::Broken(lack) => f.write_str(lack),
        }
    }
}

impl Program {
    /// The command that runs it.
    ///
    /// # Errors
    ///
    /// What is lacking.
    pub fn command(&self, runner: Runner<'_>, clock: Option<Clock>) -> Result<Command, Lack> {
        let header = self.header(runner.language());
        let header = header.map_err(|e| Lack::Broken(e.to_string()))?;
        if let Some(lack) = header.lack() {
            return Err(Lack::Missing(lack));
        }
        let clock = clock.unwrap_or(header.clock);
        match runner {
            Runner::Python(python) => match header.python {
                Some(oldest) if python.version < oldest => Err(Lack::NotForThisPython(oldest)),
                _ => Ok(self.python(&header, python, clock)),
            },
            Runner::Rust(program) => {
                let command = Command::new(program, &self.chapter.folder);
                let command = match clock {
                    Clock::Virtual => command.env("VIRTUAL_CLOCK", "1"),
                    Clock::Real => command,
                };
                Ok(command.args(&header.args).stdin(&header.stdin))
            }
        }
    }
}

impl Command {
    /// Inherits.
    #[must_use]
    pub fn tool(program: &std::path::Path, folder: &std::path::Path) -> Command {
        Command::new(program, folder).env("CARGO_TERM_COLOR", "never")
    }
}

impl Program {
    /// Whether it imports a third-party package.
    #[must_use]
    pub fn needs_environment(&self, _: &crate::Python) -> bool {
        false
    }
}
