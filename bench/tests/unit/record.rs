use std::collections::BTreeMap;

use super::*;

fn record() -> Record {
    let machine = Machine {
        cpu: "a core".to_owned(),
        cores: 2,
        memory: "4 GiB".to_owned(),
        system: "linux".to_owned(),
        load: "0.1".to_owned(),
        rust: "rustc 1.95.0".to_owned(),
        python: "3.15.2".to_owned(),
    };
    let toy = Peer::new("toy", "ours", "rust", "0.1.0".to_owned());
    let gone = Peer::new("gone", "gone", "rust", String::new()).missing("it does not compile");
    let row = Figures {
        id: "spawn".to_owned(),
        title: "spawn".to_owned(),
        unit: "ns".to_owned(),
        sizes: "10".to_owned(),
        seconds: 1.0,
        figures: BTreeMap::from([("toy".to_owned(), [1.0, 2.0, 3.5])]),
        without: BTreeMap::from([("smol".to_owned(), "it has no such thing".to_owned())]),
    };
    let date = "2026-11-29".to_owned();
    Record { date, seconds: 60.0, machine, peer: vec![toy, gone], row: vec![row] }
}

#[test]
fn a_record_that_was_written_is_read_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("figures.toml");
    record().replace(&file).expect("it can be written");
    assert_eq!(Record::read(&file), Some(record()));
}

#[test]
fn a_reader_of_the_last_record_reads_it_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("figures.toml");
    fs::write(&file, "the last one").expect("it can be written");
    let mut reader = fs::File::open(&file).expect("it is there");
    record().replace(&file).expect("it can be written");
    let mut read = String::new();
    io::Read::read_to_string(&mut reader, &mut read).expect("it is text");
    assert_eq!(read, "the last one");
}

#[test]
fn a_record_that_cannot_be_written_leaves_the_last_one_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    // What stands in its place cannot be replaced.
    let file = folder.path().join("figures.toml");
    fs::create_dir(&file).expect("a folder");
    fs::write(file.join("last"), "whole").expect("a file");
    record().replace(&file).expect_err("a folder is no file");
    assert_eq!(fs::read_to_string(file.join("last")).ok().as_deref(), Some("whole"));
    assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 1);
}

#[test]
fn a_spread_is_the_lowest_the_median_and_the_highest_to_four_digits() {
    assert_eq!(spread(vec![3.0, 1.0, 12345.678]), Some([1.0, 3.0, 12350.0]));
    assert_eq!(spread(vec![0.012346]), Some([0.01235; 3]));
    assert_eq!(spread(vec![4.0, 1.0]), Some([1.0, 2.5, 4.0]));
    assert_eq!(spread(Vec::new()), None);
}
