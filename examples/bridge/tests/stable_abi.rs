//! What the first page says of the module for Python.

use std::path::Path;

use proof::{Command, End, pythons};

#[test]
fn one_file_serves_every_python() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
    let print = "import rust; print(rust.Engine.__name__)";
    for python in pythons() {
        let command = Command::new(&python.executable, &folder)
            .env("CARGO_TARGET_DIR", &proof::target().to_string_lossy())
            .args(["-c", print]);
        let (end, printed) = command.run().expect("it starts");
        assert!(
            matches!(end, End::Ended(_)),
            "Python {}: {end:?}",
            python.version
        );
        assert_eq!(printed, "Engine\n", "Python {}", python.version);
    }
}
