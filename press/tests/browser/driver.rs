//! Chromium under the command of its driver, and an end to both whatever happens.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use http::Method;
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use url::Url;

/// How long a page may take to reach a state while the machine is busy.
const PATIENCE: Duration = Duration::from_secs(20);

const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The browser and its driver, or the line that installs what is missing.
pub fn find() -> Result<(PathBuf, PathBuf), &'static str> {
    let browser = NAMES.into_iter().find_map(on_path);
    match (browser, on_path("chromedriver")) {
        (Some(browser), Some(driver)) => Ok((browser, driver)),
        _ => Err("no Chromium with its driver; apt-get install chromium chromium-driver"),
    }
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let mut files = std::env::split_paths(&path).map(|folder| folder.join(name));
    files.find(|file| file.is_file())
}

/// A browser with a fresh profile, at the book's address.
pub struct Browser {
    client: Client,
    runtime: Runtime,
    address: String,
    browser_group: Option<Pid>,
    _driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Starts both; pages are asked for below `address`.
    pub fn start(browser: &Path, driver: &Path, address: &str) -> Browser {
        let profile = TempDir::new().expect("a temporary folder");
        let mut driver = Driver::start(driver);
        let port = driver.port();
        let runtime = Runtime::new().expect("a runtime");
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        let capabilities = json!({
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": { "binary": browser, "args": arguments },
        });
        let client = runtime.block_on(async {
            let Value::Object(capabilities) = capabilities else {
                unreachable!()
            };
            let address = format!("http://127.0.0.1:{port}");
            let mut builder =
                ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
            builder.capabilities(capabilities).connect(&address).await
        });
        let client = client.expect("the browser starts");
        // Chromium leads a group of its own.
        let process = client
            .capabilities()
            .and_then(|found| found.get("goog:processID")?.as_i64());
        let browser_group = process.and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        Browser {
            client,
            runtime,
            address: address.to_owned(),
            browser_group,
            _driver: driver,
            _profile: profile,
        }
    }

    /// Opens a page of the book.
    pub fn open(&self, page: &str) {
        let address = format!("{}{page}", self.address);
        self.block_on(self.client.goto(&address));
    }

    /// The value of a JavaScript expression.
    pub fn ask(&self, expression: &str) -> Value {
        self.block_on(
            self.client
                .execute(&format!("return ({expression});"), Vec::new()),
        )
    }

    /// Runs a script; with `return`, its value.
    pub fn run(&self, script: &str) -> Value {
        self.block_on(self.client.execute(script, Vec::new()))
    }

    /// The value that a script hands to `done`.
    pub fn run_async(&self, script: &str) -> Value {
        let script = format!("const done = arguments[arguments.length - 1]; {script}");
        self.block_on(self.client.execute_async(&script, Vec::new()))
    }

    /// Waits until an expression holds.
    #[track_caller]
    pub fn wait_until(&self, expression: &str) {
        let deadline = Instant::now() + PATIENCE;
        while self.ask(expression) != Value::Bool(true) {
            assert!(Instant::now() < deadline, "never came true: {expression}");
        }
    }

    /// Presses and lets go of a key.
    pub fn press(&self, key: char) {
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        self.block_on(self.client.perform_actions(keys));
    }

    /// Presses the keys of some text.
    pub fn write(&self, text: &str) {
        text.chars().for_each(|key| self.press(key));
    }

    /// Makes the page that wide, whatever the window is.
    pub fn set_width(&self, width: u32) {
        let size =
            json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size);
    }

    /// Sets what the system is said to prefer, and the medium: screen or print.
    pub fn set_media(&self, scheme: &str, medium: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let media = json!({ "media": medium, "features": features });
        self.devtools("Emulation.setEmulatedMedia", media);
    }

    /// Turns the scripts of pages on or off.
    pub fn set_scripts(&self, on: bool) {
        self.devtools(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": !on }),
        );
    }

    fn devtools(&self, command: &str, parameters: Value) {
        let body = json!({ "cmd": command, "params": parameters });
        self.vendor("goog/cdp/execute", body);
    }

    /// What the console has said since this was last asked, but for mere notes.
    pub fn complaints(&self) -> Vec<String> {
        let log = self.vendor("se/log", json!({ "type": "browser" }));
        let entries = log.as_array().cloned().unwrap_or_default();
        let severe = entries.iter().filter(|entry| entry["level"] == "SEVERE");
        severe.map(|entry| entry["message"].to_string()).collect()
    }

    fn vendor(&self, path: &'static str, body: Value) -> Value {
        self.block_on(self.client.issue_cmd(Vendor { path, body }))
    }

    fn block_on<T>(&self, command: impl Future<Output = Result<T, CmdError>>) -> T {
        self.runtime.block_on(command).expect("the driver answers")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.runtime.block_on(self.client.clone().close());
        // It may have ended by itself.
        self.browser_group
            .map(|group| kill_process_group(group, Signal::KILL));
    }
}

/// The driver's process; dropping it ends it and what it started in its group.
struct Driver(Child);

impl Driver {
    fn start(program: &Path) -> Driver {
        let driver = Command::new(program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn();
        Driver(driver.expect("the driver starts"))
    }

    /// The free port that it says it has taken.
    fn port(&mut self) -> u16 {
        let output = self.0.stdout.take().expect("a pipe");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let said = |line: String| {
            let port = line.split("successfully on port ").nth(1)?;
            port.trim_end_matches('.').parse().ok()
        };
        lines.find_map(said).expect("the driver says its port")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = kill_process_group(Pid::from_child(&self.0), Signal::KILL);
        let _ = self.0.wait();
    }
}

/// A command of Chromium's own.
struct Vendor {
    path: &'static str,
    body: Value,
}

impl fmt::Debug for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path)
    }
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
