//! curl and wrk talk to the harbour office.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitCode, Stdio};

use yardstick::{Failed, Trial, conclude, lacking};

/// Given the address of the office.
type Test = fn(&str) -> Result<(), Failed>;

const TESTS: [(&str, &str, Test); 5] = [
    ("curl", "curl_is_given_a_berth", curl_is_given_a_berth),
    (
        "curl",
        "curl_reuses_its_connection",
        curl_reuses_its_connection,
    ),
    (
        "curl",
        "curl_asks_ten_times_at_once",
        curl_asks_ten_times_at_once,
    ),
    (
        "curl",
        "curl_sends_a_body_that_nobody_wants",
        curl_sends_a_body,
    ),
    ("wrk", "wrk_meets_no_error", wrk_meets_no_error),
];

fn main() -> ExitCode {
    let trials = TESTS.map(|(tool, name, test)| {
        if Command::new(tool).arg("--version").output().is_err() {
            let lack = format!("no {tool} on PATH; install it");
            return lacking(name, &lack);
        }
        Trial::test(name, move || {
            let office = Office::open()?;
            test(&office.address)
        })
    });
    conclude(trials.into())
}

/// The program, which serves until this is dropped.
struct Office {
    process: Child,
    address: String,
}

impl Office {
    fn open() -> Result<Office, Failed> {
        let program = env!("CARGO_BIN_EXE_harbour_office_http");
        let mut process = Command::new(program)
            .arg("0")
            .stdout(Stdio::piped())
            .spawn()?;
        let out = process.stdout.take().expect("it is piped");
        let mut office = Office {
            process,
            address: String::new(),
        };
        BufReader::new(out).read_line(&mut office.address)?;
        office.address.truncate(office.address.trim_end().len());
        Ok(office)
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        // It has not ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What `tool` prints; an error if it fails.
fn output(tool: &str, arguments: &[&str]) -> Result<String, Failed> {
    let output = Command::new(tool).args(arguments).output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{tool} failed:\n{text}{errors}").into());
    }
    Ok(text)
}

fn curl(arguments: &[&str]) -> Result<String, Failed> {
    let always =
        ["--silent", "--show-error", "--fail", "--noproxy", "*"];
    output("curl", &[&always, arguments].concat())
}

fn curl_is_given_a_berth(address: &str) -> Result<(), Failed> {
    let moor = format!("{address}/moor/Gull");
    let answer = curl(&["--request", "POST", &moor])?;
    assert_eq!(answer, "Gull: berth 1\n");
    Ok(())
}

fn curl_reuses_its_connection(address: &str) -> Result<(), Failed> {
    let tide = format!("{address}/tide");
    let made = ["--write-out", "%{num_connects}\n"];
    let answers = curl(&[made[0], made[1], &tide, &tide])?;
    assert_eq!(answers, "high\n1\nhigh\n0\n");
    Ok(())
}

fn curl_asks_ten_times_at_once(address: &str) -> Result<(), Failed> {
    let moor = format!("{address}/moor/Gull[1-10]");
    let answers = curl(&["--parallel", "--request", "POST", &moor])?;
    let berth = |line: &str| line.rsplit(' ').next()?.parse().ok();
    let mut berths: Vec<u32> =
        answers.lines().filter_map(berth).collect();
    berths.sort_unstable();
    assert_eq!(berths, (1..=10).collect::<Vec<_>>());
    Ok(())
}

fn curl_sends_a_body(address: &str) -> Result<(), Failed> {
    let moor = format!("{address}/moor/Gull");
    let cargo = "x".repeat(100_000);
    let answer = curl(&["--data", &cargo, &moor])?;
    assert_eq!(answer, "Gull: berth 1\n");
    Ok(())
}

fn wrk_meets_no_error(address: &str) -> Result<(), Failed> {
    let tide = format!("{address}/tide");
    let arguments =
        ["--threads=1", "--connections=50", "--duration=1s"];
    let report = output("wrk", &[&arguments[..], &[&tide]].concat())?;
    assert!(report.contains(" requests in "), "{report}");
    assert!(!report.contains("Socket errors"), "{report}");
    assert!(!report.contains("Non-2xx"), "{report}");
    Ok(())
}
