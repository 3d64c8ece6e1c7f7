//! Every instrument of a published page answers in Firefox, too. `cargo test -p press --features firefox --test
//! firefox` needs `firefox-esr` or `firefox`, and `geckodriver`; the weekly workflow has them.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder, Locator};
use press::build::Builder;
use press::printed::Changes;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// How long a page may take to answer; Python has to be loaded first.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is done on a page, and what is true soon after.
struct Instrument {
    name: &'static str,
    page: &'static str,
    clicked: &'static [&'static str],
    holds: &'static str,
}

const INSTRUMENTS: [Instrument; 9] = [
    Instrument {
        name: "predict",
        page: "basic/first-steps/tasks.html",
        clicked: &[".guess .check"],
        holds: "document.querySelector('.verdict').textContent !== ''",
    },
    Instrument {
        name: "the stepper",
        page: "basic/first-steps/tasks.html",
        clicked: &[".stepper .play"],
        holds: "document.querySelector('.stepper input').value >= 1",
    },
    Instrument {
        name: "a term",
        page: "basic/first-steps/tasks.html",
        clicked: &[],
        holds: "(document.querySelector('a.term').focus(), \
                document.querySelector('a.term + .tip').checkVisibility())",
    },
    Instrument {
        name: "a question",
        page: "basic/first-steps/questions.html",
        clicked: &[".choices [data-right] button"],
        holds: "document.querySelector('.ask .verdict').textContent.startsWith('Right')",
    },
    Instrument {
        name: "a proof",
        page: "basic/first-steps/tasks.html",
        clicked: &["a.proof"],
        holds: "document.querySelector('.proof-panel')?.checkVisibility() === true",
    },
    Instrument {
        name: "the theme",
        page: "index.html",
        clicked: &["#theme-toggle"],
        holds: "document.documentElement.dataset.theme === 'light'",
    },
    Instrument {
        name: "the search",
        page: "index.html",
        clicked: &["#search-toggle"],
        holds: "document.querySelector('input[type=search]').checkVisibility()",
    },
    Instrument {
        name: "the editor",
        page: "basic/first-steps/tasks.html",
        clicked: &[".pair .edit"],
        holds: "document.querySelector('.sheet').shadowRoot?.querySelector('.cm-content') != null",
    },
    Instrument {
        name: "Python in the page",
        page: "basic/first-steps/tasks.html",
        clicked: &[".here .python"],
        holds: "/as recorded/.test(document.querySelector('.run .state')?.textContent ?? '')",
    },
];

/// A process that ends with us.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a command that says its port in the word of that number of its first line with a port.
fn start(command: &mut Command, is_it: impl Fn(&str) -> Option<String>) -> (Ended, String) {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| is_it(&line));
    // It ends if nobody reads what it goes on to say.
    thread::spawn(move || lines.for_each(drop));
    (Ended(child), port.expect("it says its port"))
}

async fn answers(firefox: &Client, address: &str, it: &Instrument) {
    firefox.goto(&format!("{address}{}", it.page)).await.expect("the page opens");
    for selector in it.clicked {
        let found = firefox.wait().for_element(Locator::Css(selector)).await;
        let found = found.unwrap_or_else(|e| panic!("{}: no {selector}: {e}", it.name));
        let script = "arguments[0].scrollIntoView({ block: 'center' })";
        let arguments = vec![serde_json::to_value(&found).expect("an element")];
        firefox.execute(script, arguments).await.expect("it scrolls");
        found.click().await.unwrap_or_else(|e| panic!("{}: {selector}: {e}", it.name));
    }
    let deadline = Instant::now() + PATIENCE;
    let asked = format!("return ({});", it.holds);
    while firefox.execute(&asked, Vec::new()).await.expect("a value") != true {
        assert!(Instant::now() < deadline, "{}: never came true: {}", it.name, it.holds);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[test]
fn every_instrument_of_a_published_page_answers_in_firefox() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let built = Builder::new(root).build(&Changes::new()).expect("the book has no faults");
    let mut server = Command::new("python3");
    server.args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory"]);
    let (_server, port) =
        start(server.arg(&built.folder), |line| line.split_whitespace().nth(5).map(str::to_owned));
    let address = format!("http://127.0.0.1:{port}/");
    let (_driver, port) = start(Command::new("geckodriver").args(["--port", "0"]), |line| {
        line.contains("Listening").then(|| line.rsplit(':').next().map(str::to_owned)).flatten()
    });
    Runtime::new().expect("a runtime").block_on(async {
        let Value::Object(capabilities) =
            json!({ "moz:firefoxOptions": { "args": ["-headless"] } })
        else {
            unreachable!()
        };
        let connector = hyper_util::client::legacy::connect::HttpConnector::new();
        let mut builder = ClientBuilder::new(connector);
        builder.capabilities(capabilities);
        let driver = format!("http://127.0.0.1:{port}");
        let firefox = builder.connect(&driver).await.expect("Firefox starts");
        for it in &INSTRUMENTS {
            answers(&firefox, &address, it).await;
        }
        firefox.close().await.expect("Firefox ends");
    });
}
