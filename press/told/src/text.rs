//! Texts: as a program prints them, as HTML, and as plain words.

/// A printed line without its time.
pub fn timeless(line: &str) -> &str {
    let is_time = |word: &str| word.strip_suffix(" s").is_some_and(|it| it.parse::<f64>().is_ok());
    match line.split_once("  ") {
        Some((time, rest)) if is_time(time) => rest,
        _ => line,
    }
}

/// Text with HTML's own characters replaced. Line ends become references, for a block of HTML within
/// Markdown ends at the first empty line.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\n', "&#10;")
}

/// A sentence without its markup.
pub fn plain(sentence: &str) -> String {
    let marks = [
        ("<samp>", "`"),
        ("<samp class=\"out\">", "`"),
        ("</samp>", "`"),
        ("&#10;", "\n"),
        ("&quot;", "\""),
    ];
    let marks = marks.into_iter().chain([("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]);
    marks.fold(sentence.to_owned(), |text, (mark, letter)| text.replace(mark, letter))
}
