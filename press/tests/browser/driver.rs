//! Chromium under the command of its driver, and an end to both whatever happens.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MouseActions, PointerAction, TouchActions,
};
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use http::Method;
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::timeout;
use url::Url;

/// How long a page may take to reach a state while the machine is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long the driver may take over one command.
const LIMIT: Duration = Duration::from_secs(60);

/// How many presses of Tab a page may need.
const STOPS: usize = 400;

const TAB: char = '\u{e004}';

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

/// What a reader points with.
#[derive(Debug, Clone, Copy)]
pub enum Pointer {
    Mouse,
    Touch,
}

/// A browser with a fresh profile, at the book's address.
pub struct Browser {
    client: Client,
    runtime: Runtime,
    address: String,
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
        if let Ok(mut started) = STARTED.lock() {
            started.push((driver.group(), profile.path().to_owned()));
        }
        runtime.spawn(end_with_us());
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
            "timeouts": { "script": LIMIT.as_secs() * 1000 },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            "goog:chromeOptions": { "binary": browser, "args": arguments },
        });
        let client = runtime.block_on(async {
            let Value::Object(capabilities) = capabilities else { unreachable!() };
            let address = format!("http://127.0.0.1:{port}");
            let mut builder =
                ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
            builder.capabilities(capabilities).connect(&address).await
        });
        Browser {
            client: client.expect("the browser starts"),
            runtime,
            address: address.to_owned(),
            _driver: driver,
            _profile: profile,
        }
    }

    /// Where the book is.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Opens a page of the book.
    pub fn open(&self, page: &str) {
        self.visit(&format!("{}{page}", self.address));
    }

    /// Opens a page at another address.
    pub fn visit(&self, address: &str) {
        self.block_on(self.client.goto(address));
        // On a busy machine the driver comes back before the page's scripts have run.
        self.wait_until("document.readyState === 'complete'");
    }

    /// Clicks on an element with the mouse.
    pub fn click(&self, selector: &str) {
        let click = async { self.client.find(Locator::Css(selector)).await?.click().await };
        self.block_on(click);
    }

    /// Taps on an element with a finger.
    pub fn tap(&self, selector: &str) {
        let middle = self.run(&format!(
            "const element = document.querySelector('{selector}');
            element.scrollIntoView({{ block: 'center', behavior: 'instant' }});
            const {{ x, y, width, height }} = element.getBoundingClientRect();
            return {{ x: x + width / 2, y: y + height / 2 }};"
        ));
        for (event, points) in [("touchStart", json!([middle])), ("touchEnd", json!([]))] {
            let touch = json!({ "type": event, "touchPoints": points });
            self.devtools("Input.dispatchTouchEvent", touch);
        }
    }

    /// The value of a JavaScript expression.
    pub fn ask(&self, expression: &str) -> Value {
        self.block_on(self.client.execute(&format!("return ({expression});"), Vec::new()))
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

    /// Takes what is at one point of the window to another and lets go of it; at the same point, a click.
    pub fn drag(&self, pointer: Pointer, from: (f64, f64), to: (f64, f64)) {
        let go = |(x, y), milliseconds| PointerAction::MoveTo {
            duration: Some(Duration::from_millis(milliseconds)),
            x,
            y,
        };
        let down = PointerAction::Down { button: 0 };
        let all = [go(from, 0), down, go(to, 100), PointerAction::Up { button: 0 }];
        match pointer {
            Pointer::Mouse => {
                let mouse = MouseActions::new("mouse".to_owned());
                let actions = all.into_iter().fold(mouse, InputSource::then);
                self.block_on(self.client.perform_actions(actions));
            }
            Pointer::Touch => {
                let finger = TouchActions::new("finger".to_owned());
                let actions = all.into_iter().fold(finger, InputSource::then);
                self.block_on(self.client.perform_actions(actions));
            }
        }
    }

    /// Presses Tab until an element that matches has the focus, as a reader without a mouse does.
    #[track_caller]
    pub fn tab_to(&self, selector: &str) {
        let reached = format!("document.activeElement.matches('{selector}')");
        for _ in 0..STOPS {
            if self.ask(&reached) == true {
                return;
            }
            self.press(TAB);
        }
        panic!("Tab does not reach {selector}");
    }

    /// Presses the keys of some text.
    pub fn write(&self, text: &str) {
        text.chars().for_each(|key| self.press(key));
    }

    /// Makes the page that wide, whatever the window is.
    pub fn set_width(&self, width: u32) {
        self.set_size(width, 900);
    }

    /// Makes the page that wide, and what is seen of it that high.
    pub fn set_size(&self, width: u32, height: u64) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
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
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": !on }));
    }

    /// Gives Chromium a command of its own protocol.
    pub fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.vendor("goog/cdp/execute", body)
    }

    /// The addresses that were asked for since this was last asked, by whatever means.
    pub fn requests(&self) -> Vec<String> {
        let log = self.vendor("se/log", json!({ "type": "performance" }));
        let entries = log.as_array().cloned().unwrap_or_default();
        let messages = entries.iter().filter_map(|entry| {
            let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let event = &event["message"];
            let is_request = event["method"] == "Network.requestWillBeSent"
                || event["method"] == "Network.webSocketCreated";
            let parameters = is_request.then_some(&event["params"])?;
            let address = parameters["request"]["url"].as_str();
            address.or(parameters["url"].as_str()).map(str::to_owned)
        });
        messages.collect()
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
        let answer = async { timeout(LIMIT, command).await };
        let answer = self.runtime.block_on(answer);
        answer.expect("the driver answers in time").expect("the driver does it")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver's end is the browser's too; this one is only the polite way.
        let close = async { timeout(PATIENCE, self.client.clone().close()).await };
        let _ = self.runtime.block_on(close);
    }
}

/// The groups of all drivers, and the profiles of their browsers.
static STARTED: Mutex<Vec<(Pid, PathBuf)>> = Mutex::new(Vec::new());

/// Interrupted or terminated, this process ends the drivers' groups, which no signal of ours reaches.
async fn end_with_us() {
    let mut terminated = signal(SignalKind::terminate()).expect("a signal can be listened for");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
    // Held until the process has ended: the first of these tasks ends it for all.
    let started = STARTED.lock();
    for (group, profile) in started.iter().flat_map(|all| all.iter()) {
        let _ = kill_process_group(*group, Signal::KILL);
        let _ = std::fs::remove_dir_all(profile);
    }
    std::process::exit(130);
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

    /// Its process group, in which the browser is too.
    fn group(&self) -> Pid {
        Pid::from_child(&self.0)
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
        let _ = kill_process_group(self.group(), Signal::KILL);
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
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
