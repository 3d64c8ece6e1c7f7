//! The virtual clock of asyncio, on every Python at hand.

use proof::{Chapter, Clock, Header, Language, Outcome};

/// Asserts what a Python program prints under the virtual clock.
#[track_caller]
fn assert_prints(program: &str, expected: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("python")).expect("a folder");
    let chapter = Chapter {
        folder: folder.path().to_owned(),
    };
    let story = chapter.program("story");
    std::fs::write(story.file(Language::Python), program).expect("a file");
    let pythons = proof::pythons().expect("interpreters");
    if pythons.is_empty() {
        eprintln!("skipped: no Python from 3.11 on is on PATH; install one to run this");
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "no Python");
    }
    for python in pythons {
        let command = story.python(&Header::default(), python, Clock::Virtual);
        let outcome = command.run().expect("it starts");
        assert_eq!(
            outcome,
            Outcome::Ended(expected.into()),
            "Python {}",
            python.version
        );
    }
}

#[test]
fn an_hour_passes_at_once_and_exactly() {
    let program = "
import asyncio
async def main():
    start = asyncio.get_running_loop().time()
    await asyncio.sleep(3600)
    print(asyncio.get_running_loop().time() - start)
asyncio.run(main())
";
    assert_prints(program, "3600.0\n");
}

#[test]
fn equal_deadlines_fire_in_the_order_they_were_set() {
    let program = "
import asyncio
async def wait(name):
    await asyncio.sleep(1)
    print(name, end='')
async def main():
    await asyncio.gather(*(wait(name) for name in 'ABCDEFG'))
asyncio.run(main())
";
    assert_prints(program, "ABCDEFG");
}

#[test]
fn a_cancelled_timer_does_not_move_the_clock() {
    let program = "
import asyncio
async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(100, print, 'never').cancel()
    await asyncio.sleep(1)
    print(loop.time())
asyncio.run(main())
";
    assert_prints(program, "1.0\n");
}

#[test]
fn the_clock_waits_for_a_job_in_a_thread() {
    let program = "
import asyncio, time
async def main():
    print(await asyncio.wait_for(asyncio.to_thread(time.sleep, 0.2), 0.1))
    await asyncio.sleep(1)
    print(asyncio.get_running_loop().time())
asyncio.run(main())
";
    assert_prints(program, "None\n1.0\n");
}

#[test]
fn the_clock_waits_for_a_child_process() {
    let program = "
import asyncio
async def main():
    child = await asyncio.create_subprocess_exec('sleep', '0.2')
    print(await asyncio.wait_for(child.wait(), 0.1))
    await asyncio.sleep(1)
    print(asyncio.get_running_loop().time())
asyncio.run(main())
";
    assert_prints(program, "0\n1.0\n");
}

#[test]
fn a_loop_that_is_made_by_hand_has_the_clock_too() {
    let program = "
import asyncio
loop = asyncio.new_event_loop()
loop.run_until_complete(asyncio.sleep(1000))
print(loop.time())
loop.close()
";
    assert_prints(program, "1000.0\n");
}
