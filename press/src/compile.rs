//! What is known of how programs are compiled.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use proof::Recipe;

use crate::watch::Files;

/// How the programs of each chapter are compiled: what cargo has said of them, for as long as no file of the
/// book changes.
#[derive(Debug, Default)]
pub struct Recipes(Mutex<BTreeMap<String, (Files, Recipe)>>);

impl Recipes {
    /// The recipe of that name, learned now if it is not known, or may be another since.
    /// Errors: why it cannot be learned.
    pub fn recipe<E>(
        &self,
        root: &Path,
        name: &str,
        learn: impl FnOnce() -> Result<Recipe, E>,
    ) -> Result<Recipe, E> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let files = Files::now(root);
        let found = known().get(name).filter(|(then, _)| *then == files).cloned();
        if let Some((_, recipe)) = found.filter(|(_, recipe)| recipe.is_there()) {
            return Ok(recipe);
        }
        let recipe = learn()?;
        known().insert(name.to_owned(), (files, recipe.clone()));
        Ok(recipe)
    }
}
