//! The picture in README.md shows a page of the book as it is.

use std::fs;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use crate::PageTest;
use crate::driver::Browser;

/// The page that it shows, down to the end of its first program.
const PAGE: &str = "basic/first-steps/tasks.html";

/// So wide that the listings stand side by side.
const WIDTH: u32 = 1440;

/// Where it is.
const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../theme/page.png");

/// The variable that has the picture taken anew.
const ASK: &str = "TAKE_PICTURE";

/// By how much the grey of a square of 10 pixels may differ, of 255. Another Chromium draws the edges of letters a
/// little otherwise; another word has another grey.
const TOLERANCE: f64 = 24.0;

/// Passes at once if it has passed for the same page and picture.
pub fn test() -> PageTest {
    let sentence = "the_picture_in_readme_shows_the_page_as_it_is".to_owned();
    PageTest::new(sentence, &[PAGE, PICTURE], |reader| {
        let browser = reader.browser();
        let taken = take(&browser);
        if std::env::var_os(ASK).is_some() {
            fs::write(PICTURE, &taken).expect("the picture can be written");
            return;
        }
        let (difference, place) =
            compare(&browser, &fs::read(PICTURE).expect("it is there"), &taken);
        let remedy = format!("take it anew: {ASK}=1 cargo test -p press --test browser picture");
        assert!(difference <= TOLERANCE, "{PICTURE} differs by {difference} at {place}; {remedy}");
    })
}

/// A picture of the page's top.
fn take(browser: &Browser) -> Vec<u8> {
    browser.set_media("light", "screen");
    browser.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true }));
    browser.set_width(WIDTH);
    browser.open(PAGE);
    browser.run("localStorage.clear()");
    browser.open(PAGE);
    browser.wait_until("document.fonts.status === 'loaded'");
    // A book that was built without the Python of published pages has neither.
    browser.run("document.querySelectorAll('.here, .edit').forEach((button) => button.remove())");
    let end = "Math.ceil(document.querySelector('.pair').getBoundingClientRect().bottom)";
    let height = browser.ask(end).as_u64().expect("a number") + 16;
    browser.set_size(WIDTH, height);
    let taken = browser.devtools("Page.captureScreenshot", json!({ "format": "png" }));
    browser.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": false }));
    BASE64_STANDARD.decode(taken["data"].as_str().expect("a picture")).expect("base64")
}

/// The largest difference of two pictures, and where it is, within the text and the listings: what stands around them
/// is written in a font of the system.
fn compare(browser: &Browser, old: &[u8], new: &[u8]) -> (f64, String) {
    let pictures =
        [old, new].map(|png| format!("data:image/png;base64,{}", BASE64_STANDARD.encode(png)));
    let script = "(async () => {
        const grey = async (source) => {
            const image = new Image();
            image.src = source;
            await image.decode();
            const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            return (x, y) => {
                const { data } = context.getImageData(x, y, 10, 10);
                let sum = 0;
                for (let at = 0; at < data.length; at += 4) sum += data[at] + data[at + 1] + data[at + 2];
                return sum / 300;
            };
        };
        const [before, now] = await Promise.all(PICTURES.map(grey));
        let worst = [0, 'no place'];
        for (const box of document.querySelectorAll('h1, main > blockquote, main > p, .pair pre')) {
            const { left, top, right, bottom } = box.getBoundingClientRect();
            for (let x = Math.ceil(left); x + 10 <= right; x += 10) {
                for (let y = Math.ceil(top); y + 10 <= bottom; y += 10) {
                    const difference = Math.abs(before(x, y) - now(x, y));
                    if (difference > worst[0]) worst = [difference, `${x}, ${y}`];
                }
            }
        }
        done(worst);
    })()";
    let worst = browser.run_async(&script.replace("PICTURES", &json!(pictures).to_string()));
    let difference = worst[0].as_f64().expect("a number");
    (difference, worst[1].as_str().unwrap_or_default().to_owned())
}
