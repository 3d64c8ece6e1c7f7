//! How the modules of this crate lean on each other, and those of the crate that tells recorded runs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use syn::UseTree;

/// The modules that each module of these sources names.
fn modules(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = folder.read_dir().expect("the sources").map(|file| file.expect("a source").path());
    let files = files.filter(|file| file.extension().is_some_and(|it| it == "rs"));
    let named = |file: std::path::PathBuf| {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("a source");
        let parsed = syn::parse_file(&text).expect("it compiles");
        let used = parsed.items.iter().filter_map(|item| match item {
            syn::Item::Use(used) => Some(&used.tree),
            _ => None,
        });
        (name, used.flat_map(of_this_crate).collect())
    };
    files.map(named).filter(|(name, _)| name != "main" && name != "lib").collect()
}

/// What follows `crate::`.
fn of_this_crate(tree: &UseTree) -> Vec<String> {
    let UseTree::Path(path) = tree else { return Vec::new() };
    if path.ident != "crate" {
        return Vec::new();
    }
    let first = |tree: &UseTree| match tree {
        UseTree::Path(path) => Some(path.ident.to_string()),
        UseTree::Name(name) => Some(name.ident.to_string()),
        _ => None,
    };
    match &*path.tree {
        UseTree::Group(group) => group.items.iter().filter_map(first).collect(),
        tree => first(tree).into_iter().collect(),
    }
}

#[test]
fn no_module_leans_on_one_that_leans_on_it() {
    for (folder, fewest) in [("src", 20), ("told/src", 5)] {
        let mut modules = modules(folder);
        assert!(modules.len() > fewest, "{modules:?}");
        while let Some(free) =
            modules.iter().find(|(_, used)| used.is_disjoint(&modules.keys().cloned().collect()))
        {
            let free = free.0.clone();
            modules.remove(&free);
        }
        assert!(modules.is_empty(), "these lean on each other: {modules:#?}");
    }
}
