use super::*;
use crate::markdown::read;

fn glossary(text: &str) -> Glossary {
    toml::from_str(text).expect("a glossary")
}

fn entry(name: &str, more: &str) -> String {
    format!(
        "[[term]]\nname = \"{name}\"\nmeaning = \"m\"\npython = \"p\"\nrust = \"r\"\nprogram = \"a/b\"\nline = \"l\"\n{more}\n"
    )
}

/// The terms that a page links, as it writes them.
fn linked(glossary: &Glossary, page: &str) -> Vec<String> {
    let uses = glossary.first_uses(page, &read(page)).into_iter();
    let written = uses.filter_map(|mark| match mark.kind {
        Kind::Term(_, written) => Some(written),
        _ => None,
    });
    written.collect()
}

#[test]
fn the_first_use_in_running_text_is_linked_and_no_other() {
    let glossary = glossary(&entry("task", "forms = [\"tasks\"]"));
    let page = "# A task\n\nThe `task` and [a task](b.md) are no uses. Two tasks\nand a task.\n";
    assert_eq!(linked(&glossary, page), ["tasks"]);
}

#[test]
fn the_longest_term_counts_and_may_go_on_in_the_next_line() {
    let glossary = glossary(&(entry("queue", "") + &entry("ready queue", "")));
    assert_eq!(linked(&glossary, "The Ready\nqueue, a *queue*.\n"), ["Ready\nqueue", "queue"]);
    assert_eq!(linked(&glossary, "Queues, unqueued, queue-like.\n"), [""; 0]);
}

#[test]
fn a_notation_keeps_its_words_and_the_glossary_links_none_to_itself() {
    let glossary = glossary(&entry("task", ""));
    assert_eq!(linked(&glossary, "{{#program task/task}}\n\n{{#figure task.task}} s\n"), [""; 0]);
    assert_eq!(linked(&glossary, "A task.\n\n{{#glossary}}\n"), [""; 0]);
}

#[test]
fn a_word_with_another_meaning_is_linked_only_after_certain_words() {
    let glossary = glossary(&entry("handle", "forms = [\"handles\"]\nafter = [\"the\", \"a\"]"));
    assert_eq!(linked(&glossary, "It handles errors. Await\nthe handle, a handle.\n"), ["handle"]);
    assert_eq!(linked(&glossary, "Handle this.\n"), [""; 0]);
}

/// What is wrong with the words of a page, each with its line.
fn wrong(glossary: &Glossary, page: &str) -> Vec<(usize, String)> {
    let faults = glossary.wrong_words(Path::new("page.md"), page, &read(page));
    faults.into_iter().map(|fault| (fault.line, fault.flaw.found)).collect()
}

#[test]
fn another_word_for_a_term_is_named_with_its_line() {
    let glossary = glossary(&entry("ready queue", "not = [\"run queue\"]"));
    let found = wrong(&glossary, "The loop\nhas a run\nqueue, not a `run queue`.\n");
    assert_eq!(found, [(2, "`run\nqueue` is `ready queue` in this book".to_owned())]);
}

#[test]
fn an_emphasised_word_is_a_term_or_a_stressed_word_or_a_name() {
    let text = format!("stressed = [\"before\"]\n{}", entry("task", "forms = [\"tasks\"]"));
    let glossary = glossary(&text);
    assert_eq!(wrong(&glossary, "Two _tasks_ *before* _Gull_.\n"), []);
    let found = wrong(&glossary, "Two\n*kernels*.\n");
    assert_eq!(found, [(2, "`kernels` is emphasised and has no entry in the glossary".to_owned())]);
}

#[test]
fn an_entry_is_used_and_its_forms_are_its_own() {
    let glossary = glossary(&(entry("task", "forms = [\"job\"]") + &entry("Job", "")));
    let faults = glossary.wrong_entries(|term| term.name == "task", |_| None);
    let found: Vec<_> = faults.into_iter().map(|fault| fault.flaw.found).collect();
    assert_eq!(found, ["`Job` is a form of `task` too", "no page uses the term `Job`"]);
}
