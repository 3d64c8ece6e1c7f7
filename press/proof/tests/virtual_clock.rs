//! The virtual clock of asyncio, trio and curio, on every Python at hand.

use std::process::ExitCode;

use proof::{Chapter, End, Language, Python, Runner};
use yardstick::{Failed, conclude, each_python};

/// A behaviour, a program that shows it, and what the program prints.
const STORIES: [(&str, &str, &str); 23] = [
    (
        "thirty_waits_of_a_tenth_are_exactly_three_seconds",
        "
import asyncio
async def main():
    for _ in range(30):
        await asyncio.sleep(0.1)
    print(round(asyncio.get_running_loop().time(), 9))
asyncio.run(main())
",
        "3.0\n",
    ),
    (
        "an_hour_passes_at_once_and_exactly",
        "
import asyncio
async def main():
    start = asyncio.get_running_loop().time()
    await asyncio.sleep(3600)
    print(asyncio.get_running_loop().time() - start)
asyncio.run(main())
",
        "3600.0\n",
    ),
    (
        "equal_deadlines_fire_in_the_order_they_were_set",
        "
import asyncio
async def wait(name):
    await asyncio.sleep(1)
    print(name, end='')
async def main():
    await asyncio.gather(*(wait(name) for name in 'ABCDEFG'))
asyncio.run(main())
",
        "ABCDEFG",
    ),
    (
        "a_cancelled_timer_does_not_move_the_clock",
        "
import asyncio
async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(100, print, 'never').cancel()
    await asyncio.sleep(1)
    print(loop.time())
asyncio.run(main())
",
        "1.0\n",
    ),
    (
        "the_clock_waits_for_a_job_in_a_thread",
        "
import asyncio, time
async def main():
    print(await asyncio.wait_for(asyncio.to_thread(time.sleep, 0.2), 0.1))
    await asyncio.sleep(1)
    print(asyncio.get_running_loop().time())
asyncio.run(main())
",
        "None\n1.0\n",
    ),
    (
        "the_clock_waits_for_a_child_process",
        "
import asyncio
async def main():
    child = await asyncio.create_subprocess_exec('sleep', '0.2')
    print(await asyncio.wait_for(child.wait(), 0.1))
    await asyncio.sleep(1)
    print(asyncio.get_running_loop().time())
asyncio.run(main())
",
        "0\n1.0\n",
    ),
    (
        "a_loop_that_is_made_by_hand_has_the_clock_too",
        "
import asyncio
loop = asyncio.new_event_loop()
loop.run_until_complete(asyncio.sleep(1000))
print(loop.time())
loop.close()
",
        "1000.0\n",
    ),
    (
        "sleep_moves_the_programs_own_clock_at_once_and_exactly",
        "
import time
for seconds in (3600, 0.5, 0):
    time.sleep(seconds)
print(time.monotonic())
",
        "3600.5\n",
    ),
    (
        "a_module_beside_the_program_has_its_clock",
        "
import pathlib, time
pathlib.Path('quay.py').write_text('import time\\ndef wait(): time.sleep(50); return time.monotonic()')
import quay
print(quay.wait(), time.monotonic())
",
        "50.0 50.0\n",
    ),
    (
        "a_sleep_in_another_thread_takes_its_time",
        "
import threading, time
def job():
    start = time.monotonic()
    time.sleep(0.1)
    print(time.monotonic() - start >= 0.1, end=' ')
thread = threading.Thread(target=job)
thread.start()
time.sleep(1000)
thread.join()
print(time.monotonic())
",
        "True 1000.0\n",
    ),
    (
        "the_standard_library_keeps_the_real_clock",
        "
import concurrent.futures, multiprocessing.connection, queue, subprocess, time
child = subprocess.Popen(['sleep', '0.2'])
print(child.wait(timeout=5))
try:
    queue.Queue().get(timeout=0.05)
except queue.Empty:
    print('empty')
ours, theirs = multiprocessing.Pipe()
print(ours.poll(0.05), time.monotonic())
",
        "0\nempty\nFalse 0.0\n",
    ),
    (
        "a_sleep_inside_a_running_asyncio_loop_blocks_it",
        "
import asyncio, time
async def main():
    start = time.monotonic()
    time.sleep(0.2)
    print(0.2 <= time.monotonic() - start, asyncio.get_running_loop().time())
asyncio.run(main())
print(time.monotonic())
",
        "True 0.0\n0.0\n",
    ),
    (
        "trio_begins_at_zero_and_an_hour_passes_at_once",
        "
import trio
async def main():
    start = trio.current_time()
    await trio.sleep(3600)
    print(start, trio.current_time())
trio.run(main)
trio.run(main)
",
        "0.0 3600.0\n0.0 3600.0\n",
    ),
    (
        "trio_waits_for_a_job_in_a_thread",
        "
import time, trio
async def main():
    with trio.move_on_after(1000) as scope:
        await trio.to_thread.run_sync(time.sleep, 0.2)
    print(scope.cancelled_caught, trio.current_time())
    await trio.sleep(1)
    print(trio.current_time())
trio.run(main)
",
        "False 0.0\n1.0\n",
    ),
    (
        "trios_clock_jumps_while_a_thread_waits_for_a_task",
        "
import trio
def job():
    trio.from_thread.run(trio.sleep, 1000)
    return trio.from_thread.run_sync(trio.current_time)
print(trio.run(trio.to_thread.run_sync, job))
",
        "1000.0\n",
    ),
    (
        "trio_keeps_a_clock_that_the_program_gives",
        "
import trio, trio.testing
async def main():
    print(trio.current_time())
trio.run(main, clock=trio.testing.MockClock(rate=0, autojump_threshold=5))
class Clock(trio.abc.Clock):
    def start_clock(self): pass
    def current_time(self): return 7.0
    def deadline_to_sleep_time(self, deadline): return deadline - 7.0
trio.run(main, clock=Clock())
",
        "0.0\n7.0\n",
    ),
    (
        "trio_turns_the_order_of_tasks_round_in_the_same_turns",
        "
import trio
async def turned():
    order = []
    async def child(name):
        order.append(name)
    async with trio.open_nursery() as nursery:
        for name in 'ABCD':
            nursery.start_soon(child, name)
    return ''.join(order)
print(*(trio.run(turned) for _ in range(5)))
",
        "ABCD ABCD DCBA ABCD DCBA\n",
    ),
    (
        "a_sleep_inside_a_running_trio_blocks_it",
        "
import time, trio
async def main():
    start = time.monotonic()
    time.sleep(0.2)
    print(0.2 <= time.monotonic() - start, trio.current_time())
trio.run(main)
print(time.monotonic())
",
        "True 0.0\n0.0\n",
    ),
    (
        "curio_begins_at_zero_and_an_hour_passes_at_once",
        "
from on_curio import curio
async def main():
    start = await curio.clock()
    await curio.sleep(3600)
    print(start, await curio.clock())
curio.run(main)
curio.Kernel().run(main, shutdown=True)
",
        "0.0 3600.0\n0.0 3600.0\n",
    ),
    (
        "curio_waits_for_a_job_in_a_thread",
        "
import time
from on_curio import curio
async def main():
    async with curio.ignore_after(1000) as limit:
        await curio.run_in_thread(time.sleep, 0.2)
    print(limit.expired, await curio.clock())
    await curio.sleep(1)
    print(await curio.clock())
curio.run(main)
",
        "False 0.0\n1.0\n",
    ),
    (
        "curios_clock_jumps_while_a_thread_waits_for_a_task",
        "
import time
from on_curio import curio
def job():
    curio.AWAIT(curio.sleep, 1000)
    time.sleep(0.2)
    return curio.AWAIT(curio.clock)
async def main():
    thread = await curio.spawn_thread(job)
    await curio.sleep(2000)
    print(await thread.join(), await curio.clock())
curio.run(main)
",
        "1000.0 2000.0\n",
    ),
    (
        "curio_cancels_the_rest_of_a_group_in_the_same_order",
        "
from on_curio import curio
async def wait(name, seconds):
    try:
        await curio.sleep(seconds)
    finally:
        print(name, end='')
async def main():
    async with curio.TaskGroup(wait=any) as group:
        for name in 'ABCDEFGH':
            await group.spawn(wait, name, 1 if name == 'D' else 2)
curio.run(main)
",
        "DABCEFGH",
    ),
    (
        "a_sleep_inside_a_running_curio_blocks_it",
        "
import time
from on_curio import curio
async def main():
    start = time.monotonic()
    time.sleep(0.2)
    print(0.2 <= time.monotonic() - start, await curio.clock())
curio.run(main)
print(time.monotonic())
",
        "True 0.0\n0.0\n",
    ),
];

/// What lets curio be imported on Pythons newer than 3.11, by the module that the programs import.
const CURIO: &str = include_str!("../../../examples/curio-and-trio/python/on_curio.py");

fn main() -> ExitCode {
    let trials = STORIES.iter().flat_map(|(name, program, printed)| {
        each_python(name, |python| prints(python, program, printed))
    });
    conclude(trials.collect())
}

/// Whether a Python program prints that under the virtual clock.
fn prints(python: &Python, program: &str, printed: &str) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    std::fs::create_dir(folder.path().join("python"))?;
    let chapter = Chapter { folder: folder.path().to_owned() };
    let story = chapter.program("story");
    std::fs::write(story.file(Language::Python).with_file_name("on_curio.py"), CURIO)?;
    std::fs::write(story.file(Language::Python), program)?;
    let command = story.command(Runner::Python(python), None);
    let command = command.map_err(|lack| lack.to_string())?;
    let (end, said) = command.run()?;
    assert!(matches!(end, End::Ended(_)), "{end:?}");
    assert_eq!(said, printed);
    Ok(())
}
