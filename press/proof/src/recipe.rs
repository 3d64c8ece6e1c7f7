//! How cargo compiles the programs of a package, so that the compiler alone can compile one more: in a
//! fraction of a second, anywhere, and without a change to what cargo has made.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::{Artifacts, Command, End, Stop};

/// How long the compiler may take for one program.
const LIMIT: Duration = Duration::from_secs(60);

/// What cargo tells the compiler about the programs of a package.
#[derive(Debug, Clone)]
pub struct Recipe {
    arguments: Vec<String>,
}

/// What the compiler came to.
#[derive(Debug)]
pub struct Compiled {
    /// The program, if it compiles.
    pub executable: Option<PathBuf>,
    /// All that it says, as a terminal shows it.
    pub said: String,
    /// Its errors and warnings in the program's own file.
    pub marks: Vec<Mark>,
}

/// What is said of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The line of the program's file, from 1.
    pub line: usize,
    /// In one line.
    pub text: String,
}

/// Of `cargo metadata`, what names the libraries of a package.
#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    id: String,
    edition: String,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    pkg: String,
}

impl Recipe {
    /// The recipe for programs of the package in the workspace at `root`, whose libraries cargo has made.
    /// Errors: if cargo does not know the package, or is stopped.
    pub fn learn(root: &Path, package: &str, made: &Artifacts, stop: &Stop) -> io::Result<Recipe> {
        let metadata = Command::tool(Path::new("cargo"), root)
            .args(["metadata", "--quiet", "--offline", "--format-version=1"])
            .args(["--filter-platform", host()?]);
        let said = said(metadata.until(stop).limit(LIMIT))?;
        let json = said.lines().find(|line| line.starts_with('{')).unwrap_or_default();
        let metadata: Metadata =
            serde_json::from_str(json).map_err(|e| io::Error::other(format!("{e}: {said}")))?;
        let lacks = || io::Error::other(format!("cargo knows no package {package}"));
        let own = metadata.packages.iter().find(|it| it.name == package).ok_or_else(lacks)?;
        let node = metadata.resolve.nodes.iter().find(|it| it.id == own.id).ok_or_else(lacks)?;

        let mut arguments = vec![format!("--edition={}", own.edition)];
        let named = node.deps.iter().map(|it| (it.name.clone(), &it.pkg));
        for (name, id) in named.chain([(package.replace('-', "_"), &own.id)]) {
            let library = made.messages.iter().rev().find_map(|it| library(it, id));
            arguments.extend(library.into_iter().flat_map(|file| {
                let folder = Path::new(file).parent().unwrap_or(Path::new("."));
                [format!("-Ldependency={}", folder.display()), format!("--extern={name}={file}")]
            }));
        }
        let linked = made.messages.iter().flat_map(|it| it["linked_paths"].as_array());
        let linked = linked.flatten().filter_map(Value::as_str);
        arguments.extend(linked.map(|path| format!("-L{path}")));
        Ok(Recipe { arguments })
    }

    /// Whether all that cargo has made for it is still there.
    pub fn is_there(&self) -> bool {
        let libraries = self.arguments.iter().filter_map(|it| it.strip_prefix("--extern="));
        let mut files = libraries.filter_map(|library| library.split_once('='));
        files.all(|(_, file)| Path::new(file).is_file())
    }

    /// With more arguments of the compiler.
    pub fn with(mut self, arguments: &[&str]) -> Recipe {
        self.arguments.extend(arguments.iter().map(|&it| it.to_owned()));
        self
    }

    /// Compiles a program, by its path from `folder`.
    /// Errors: if the compiler does not start, takes too long or is stopped.
    pub(crate) fn compile(
        &self,
        folder: &Path,
        file: &Path,
        executable: &Path,
        stop: &Stop,
    ) -> io::Result<Compiled> {
        let rustc = Command::tool(Path::new("rustc"), folder)
            .args(["--crate-type=bin", "--error-format=json"])
            .args(&self.arguments)
            .args([file, Path::new("-o"), executable]);
        let mut compiled = Compiled { executable: None, said: String::new(), marks: Vec::new() };
        for line in said(rustc.until(stop).limit(LIMIT))?.lines() {
            let message: Value = serde_json::from_str(line).unwrap_or_default();
            compiled.hear(&message, file);
        }
        compiled.executable = executable.is_file().then(|| executable.to_owned());
        Ok(compiled)
    }
}

impl Compiled {
    /// Takes a message of the compiler.
    fn hear(&mut self, message: &Value, file: &Path) {
        let [Some(level), Some(words), Some(rendered)] =
            ["level", "message", "rendered"].map(|key| message[key].as_str())
        else {
            return;
        };
        if words.starts_with("aborting due to") {
            return;
        }
        self.said += rendered;
        let spans = message["spans"].as_array().into_iter().flatten();
        let own = spans.filter(|span| span["file_name"].as_str().map(Path::new) == Some(file));
        let mut primary = own.filter(|span| span["is_primary"] == true);
        if let Some(line) = primary.find_map(|span| span["line_start"].as_u64()) {
            let code = message["code"]["code"].as_str().filter(|code| code.starts_with('E'));
            let code = code.map(|code| format!(" [{code}]")).unwrap_or_default();
            let text = format!("{level}: {words}{code}");
            self.marks.push(Mark { line: usize::try_from(line).unwrap_or_default(), text });
        }
    }
}

/// The file of a library, if the message says that it was made of this package.
fn library<'a>(message: &'a Value, package: &str) -> Option<&'a str> {
    let kinds = message["target"]["kind"].as_array()?;
    let is_library = |kind: &Value| matches!(kind.as_str(), Some("lib" | "rlib" | "proc-macro"));
    let is_it = message["package_id"] == package && kinds.iter().any(is_library);
    let mut files = message["filenames"].as_array()?.iter().filter_map(Value::as_str);
    files.find(|file| is_it && !file.ends_with(".rmeta"))
}

/// What this machine is called.
fn host() -> io::Result<&'static str> {
    static HOST: OnceLock<String> = OnceLock::new();
    if let Some(host) = HOST.get() {
        return Ok(host);
    }
    let rustc = Command::tool(Path::new("rustc"), Path::new("/")).args(["--print", "host-tuple"]);
    let host = said(rustc)?.trim().to_owned();
    Ok(HOST.get_or_init(|| host))
}

/// What a tool says, however it ends.
fn said(tool: Command) -> io::Result<String> {
    match tool.run()? {
        (End::Ended(_), said) => Ok(said),
        (End::OutOfTime, _) => Err(io::Error::other("the compiler did not end in time")),
        (End::Stopped, _) => Err(io::Error::other("stopped")),
    }
}
