//! What the page on subprocesses says of tokio's children.

use std::io::ErrorKind;
use std::process::Stdio;
use std::time::Duration;

use console::run;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::time::timeout;

const A_MOMENT: Duration = Duration::from_millis(100);

fn cat(kill_on_drop: bool) -> Child {
    Command::new("cat")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(kill_on_drop)
        .spawn()
        .expect("every system has cat")
}

#[test]
fn child_who_is_dropped_goes_on_unless_told_to_be_killed() {
    run(async {
        for kill_on_drop in [false, true] {
            let mut child = cat(kill_on_drop);
            let mut stdin = child.stdin.take().expect("piped");
            let mut stdout = child.stdout.take().expect("piped");
            drop(child);
            stdin.write_all(b"here").await.ok();
            drop(stdin);
            let mut said = Vec::new();
            stdout.read_to_end(&mut said).await.expect("a pipe");
            assert_eq!(said.is_empty(), kill_on_drop);
        }
    });
}

#[test]
fn writing_all_to_a_child_before_reading_waits_for_ever() {
    run(async {
        let mut child = cat(true);
        let mut stdin = child.stdin.take().expect("piped");
        let plates = vec![7; 1 << 20];
        let writes = timeout(A_MOMENT, stdin.write_all(&plates));
        assert!(writes.await.is_err());
    });
}

#[test]
fn wait_hangs_up_on_a_child_that_reads() {
    run(async {
        let mut child = cat(true);
        let status = child.wait().await.expect("it ends");
        assert!(status.success());
    });
}

#[test]
fn wait_with_the_stdin_taken_out_waits_for_its_owner() {
    run(async {
        let mut child = cat(true);
        let stdin = child.stdin.take().expect("piped");
        assert!(timeout(A_MOMENT, child.wait()).await.is_err());
        drop(stdin);
        assert!(child.wait().await.expect("it ends").success());
    });
}

#[test]
fn wait_does_not_read_what_fills_the_output() {
    run(async {
        let mut child = cat(true);
        let mut stdin = child.stdin.take().expect("piped");
        let mut stdout = child.stdout.take().expect("piped");
        let sends = tokio::spawn(async move {
            stdin.write_all(&vec![7; 1 << 20]).await
        });
        assert!(timeout(A_MOMENT, child.wait()).await.is_err());
        let mut said = Vec::new();
        stdout.read_to_end(&mut said).await.expect("a pipe");
        assert_eq!(said.len(), 1 << 20);
        assert!(child.wait().await.expect("it ends").success());
        sends.await.expect("no panic").expect("cat reads");
    });
}

#[test]
fn reading_one_output_of_a_child_first_waits_for_ever() {
    run(async {
        let mut child = Command::new("sh")
            .args(["-c", "head -c 1000000 /dev/zero >&2; echo done"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("every Unix has sh");
        let mut stdout = child.stdout.take().expect("piped");
        let mut stderr = child.stderr.take().expect("piped");
        let mut said = Vec::new();
        let reads =
            timeout(A_MOMENT * 3, stdout.read_to_end(&mut said));
        assert!(reads.await.is_err());
        let mut errors = Vec::new();
        stderr.read_to_end(&mut errors).await.expect("a pipe");
        assert_eq!(errors.len(), 1_000_000);
        stdout.read_to_end(&mut said).await.expect("a pipe");
        assert_eq!(said, b"done\n");
        child.wait().await.expect("it ends");
    });
}

#[test]
fn arguments_of_a_command_are_not_read_by_a_shell() {
    run(async {
        let said = Command::new("echo").arg("$HOME; echo *").output();
        let said = said.await.expect("every system has echo");
        assert_eq!(said.stdout, b"$HOME; echo *\n");
    });
}

#[test]
fn program_that_is_not_there_is_an_error_of_spawn() {
    run(async {
        let error = Command::new("no-such-motor").spawn();
        let error = error.expect_err("nobody has it");
        assert_eq!(error.kind(), ErrorKind::NotFound);
    });
}

#[test]
fn killed_child_has_a_signal_and_no_code() {
    use std::os::unix::process::ExitStatusExt;
    run(async {
        let mut child = cat(false);
        child.kill().await.expect("it runs");
        let status = child.wait().await.expect("it ended");
        assert_eq!((status.code(), status.signal()), (None, Some(9)));
    });
}

#[test]
fn kill_of_a_child_that_was_waited_for_changes_nothing() {
    run(async {
        let mut child = cat(true);
        assert!(child.wait().await.expect("it ends").success());
        child.kill().await.expect("it does not try");
        assert!(child.wait().await.expect("it ended").success());
    });
}

#[test]
fn panic_kills_a_child_that_is_killed_on_drop() {
    run(async {
        let mut child = cat(true);
        let stdin = child.stdin.take().expect("piped");
        let mut stdout = child.stdout.take().expect("piped");
        let turns = tokio::spawn(async move {
            let _motor = child;
            panic!("the dome is stuck");
        });
        assert!(turns.await.is_err());
        let mut said = Vec::new();
        let end = stdout.read_to_end(&mut said);
        let end = timeout(Duration::from_secs(20), end).await;
        assert_eq!(end.expect("cat was killed").expect("a pipe"), 0);
        drop(stdin);
    });
}

#[test]
fn child_of_a_killed_child_goes_on() {
    run(async {
        let mut child = Command::new("sh")
            .args(["-c", "exec 3<&0; cat <&3 & echo started; wait"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("every Unix has sh");
        let mut stdin = child.stdin.take().expect("piped");
        let mut stdout = child.stdout.take().expect("piped");
        let mut started = [0; 8];
        stdout.read_exact(&mut started).await.expect("it speaks");
        child.start_kill().expect("it runs");
        child.wait().await.expect("it ended");
        stdin
            .write_all(b"here")
            .await
            .expect("cat has the other end");
        drop(stdin);
        let mut said = String::new();
        stdout.read_to_string(&mut said).await.expect("a pipe");
        assert_eq!(said, "here");
    });
}
