//! A reader's version of a program is compiled and run beside the book.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use proof::trace::Trace;
use proof::{
    Artifacts, Chapter, Command, Draft, Drafts, End, Language, MACROS, Program, Recipe, Runner,
    Stop, target,
};

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().expect("the book")
}

fn text(program: &Program) -> String {
    fs::read_to_string(program.file(Language::Rust)).expect("the program")
}

/// How the programs of its chapter are compiled.
fn recipe(program: &Program) -> Recipe {
    let slug = program.chapter.slug();
    let cargo = Command::tool(Path::new("cargo"), &root())
        .args(["build", "--quiet", "--message-format=json-render-diagnostics"])
        .args(["--package", &slug, "--bin", &program.name])
        .env("CARGO_TARGET_DIR", &target().to_string_lossy())
        .limit(std::time::Duration::from_secs(600));
    let (End::Ended(_), printed) = cargo.run().expect("cargo starts") else {
        panic!("cargo does not end");
    };
    let made = Artifacts::of(&printed);
    Recipe::learn(&root(), &slug, &made, &Stop::default()).expect("cargo knows the package")
}

/// What it prints that is compiled by this recipe.
fn printed(draft: &Draft, recipe: &Recipe) -> String {
    let compiled = draft.compile(recipe, &Stop::default()).expect("the compiler starts");
    let executable = compiled.executable.unwrap_or_else(|| panic!("{}", compiled.said));
    assert_eq!(compiled.marks, [], "{}", draft.program().address());
    let command = draft.program().command(Runner::Rust(&executable), None).expect("it can run");
    command.run().expect("it starts").1
}

#[test]
fn in_each_chapter_a_version_compiles_by_the_recipe_of_the_chapters_programs() {
    let drafts = Drafts::new().expect("a folder");
    let mut count = 0;
    for chapter in Chapter::all(&root().join("examples")).expect("the examples") {
        let programs = chapter.programs().expect("its programs");
        let is_rust = |program: &&Program| program.languages().contains(&Language::Rust);
        let Some(program) = programs.iter().find(is_rust) else { continue };
        let version = text(program).replace("fn main(", "fn other_main(");
        let version =
            version + "#[allow(dead_code)]\nfn main() {\n    std::println!(\"mine\");\n}\n";
        let version = format!("#![allow(dead_code, unused_imports)]{version}");
        let draft = drafts.draft(program, Language::Rust, &version).expect("a folder");
        assert_eq!(printed(&draft, &recipe(program)), "mine\n", "{}", program.address());
        count += 1;
    }
    assert!(count > 5, "{count} chapters");
}

#[test]
fn a_version_in_rust_is_recorded_as_the_program_is() {
    let chapter = Chapter { folder: root().join("examples/first-steps") };
    let program = chapter.program("create_task");
    let drafts = Drafts::new().expect("a folder");
    let version = text(&program) + MACROS;
    let draft = drafts.draft(&program, Language::Rust, &version).expect("a folder");
    let recipe = program.recorded_recipe(&Stop::default()).expect("the recorder's build");
    let trace = Trace::of(&printed(&draft, &recipe)).expect("events").expect("tasks");
    let recorded = fs::read_to_string(program.trace_file(Language::Rust)).expect("the trace");
    assert_eq!(trace.to_text(), recorded);
    let later = version.replace("\"Heron\", 1", "\"Heron\", 3");
    let draft = drafts.draft(&program, Language::Rust, &later).expect("a folder");
    let other = Trace::of(&printed(&draft, &recipe)).expect("events").expect("tasks");
    assert!(other.to_text().contains("3.0 s  Heron: docks"), "{}", other.to_text());
}

#[test]
fn folders_of_owners_that_have_died_are_removed_and_no_others() {
    let folder = |name: &str| {
        let folder = target().join("drafts").join(name);
        fs::create_dir_all(folder.join("1/examples")).expect("a folder");
        let lock = File::create(folder.join("lock")).expect("a file");
        (folder, lock)
    };
    let (alive, owner) = folder("alive");
    owner.lock().expect("a lock");
    let (dead, _) = folder("dead");
    let first = Drafts::new().expect("a folder");
    assert!(alive.is_dir() && !dead.exists());
    drop(owner);
    drop(Drafts::new().expect("a folder"));
    assert!(!alive.exists());
    let chapter = Chapter { folder: root().join("examples/first-steps") };
    first.draft(&chapter.program("create_task"), Language::Python, "").expect("its own is there");
}
