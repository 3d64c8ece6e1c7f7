//! What the recorders tell of each world, beside what the traces of the book show.

use std::process::{Command, ExitCode};
use std::{env, fs, io};

use proof::trace::World;
use proof::{Chapter, Language, RECORDED, pythons};
use yardstick::{Failed, Trial, conclude, lacking_python};

/// A behaviour, the world and the program that show it, and events of its trace, in their order.
type Story = (&'static str, World, &'static str, &'static [&'static str]);

const STORIES: [Story; 14] = [
    (
        "asyncio_tells_of_a_wait_for_a_socket_and_of_its_end",
        World::Asyncio,
        "# clock: real
import asyncio, socket
async def main():
    near, far = socket.socketpair()
    near.setblocking(False)
    loop = asyncio.get_running_loop()
    loop.call_soon(far.send, b'tide')
    await loop.sock_recv(near, 4)
    near.close()
    far.close()
asyncio.run(main())
",
        &[
            r#""task":0,"by":0,"line":8,"what":"socket-wait","socket":0,"direction":"read""#,
            r#""task":0,"by":0,"line":8,"what":"keep","with":"socket""#,
            r#""task":0,"by":0,"line":8,"what":"pending""#,
            r#""task":0,"what":"socket-ready","socket":0,"direction":"read""#,
            r#""task":0,"what":"wake""#,
            r#""task":0,"line":8,"what":"poll""#,
        ],
    ),
    (
        "asyncio_tells_of_a_gather_that_waits_for_all",
        World::Asyncio,
        "import asyncio
async def main():
    await asyncio.gather(asyncio.sleep(1), asyncio.sleep(2))
asyncio.run(main())
",
        &[
            r#""at":0.0,"task":0,"by":0,"line":3,"what":"keep","with":"gather""#,
            r#""at":0.0,"task":0,"by":0,"line":3,"what":"pending""#,
            r#""at":2.0,"task":2,"by":2,"what":"ready""#,
            r#""at":2.0,"task":0,"what":"wake""#,
        ],
    ),
    (
        "asyncio_tells_of_a_wake_from_another_thread",
        World::Asyncio,
        "# clock: real
import asyncio, threading
async def main():
    loop = asyncio.get_running_loop()
    called = loop.create_future()
    def call():
        loop.call_soon_threadsafe(called.set_result, None)
    loop.call_soon(threading.Thread(target=call).start)
    await called
asyncio.run(main())
",
        &[
            r#""task":0,"by":0,"line":9,"what":"keep","with":"future""#,
            r#""task":0,"by":0,"line":9,"what":"pending""#,
            r#""task":0,"what":"wake""#,
            r#""task":0,"line":9,"what":"poll""#,
        ],
    ),
    (
        "asyncio_tells_of_a_timeout_that_strikes_in_a_task",
        World::Asyncio,
        "import asyncio
async def ferry():
    try:
        async with asyncio.timeout(1):
            await asyncio.sleep(2)
    except TimeoutError:
        print('too late')
async def main():
    await asyncio.create_task(ferry())
asyncio.run(main())
",
        &[
            r#""at":0.0,"task":1,"by":1,"line":4,"what":"timer-set","due":1.0"#,
            r#""at":1.0,"task":1,"what":"timer-due","due":1.0"#,
            r#""what":"cancel""#,
            r#""at":1.0,"task":1,"by":1,"line":5,"what":"cancelled""#,
            r#""at":1.0,"task":1,"by":1,"what":"timer-dropped","due":2.0"#,
            r#""at":1.0,"by":1,"line":7,"what":"print","text":"too late""#,
            r#""at":1.0,"task":1,"by":1,"what":"ready""#,
        ],
    ),
    (
        "asyncio_tells_of_the_end_of_a_task_that_outlives_main",
        World::Asyncio,
        "import asyncio
async def lighthouse():
    await asyncio.sleep(3)
async def main():
    lit = asyncio.create_task(lighthouse())
    await asyncio.sleep(1)
asyncio.run(main())
",
        &[
            r#""at":1.0,"task":0,"by":0,"what":"ready""#,
            r#""at":1.0,"task":1,"line":7,"what":"cancel""#,
            r#""at":1.0,"task":1,"by":1,"line":3,"what":"cancelled""#,
            r#""at":1.0,"task":1,"by":1,"what":"error","text":"CancelledError""#,
        ],
    ),
    (
        "asyncio_tells_of_an_async_generator_and_of_the_task_that_closes_it",
        World::Asyncio,
        "import asyncio
async def rows():
    await asyncio.sleep(1)
    try:
        yield 'a row'
    finally:
        await asyncio.sleep(1)
async def main():
    async for row in rows():
        break
    await asyncio.sleep(2)
    rest = rows()
    await asyncio.create_task(anext(rest, None))
    await rest.aclose()
asyncio.run(main())
",
        &[
            r#""at":0.0,"task":0,"by":0,"line":3,"what":"keep","with":"timer""#,
            r#""at":1.0,"task":0,"line":3,"what":"poll""#,
            r#""at":1.0,"task":1,"line":15,"what":"spawn","name":"rows""#,
            r#""at":1.0,"task":1,"line":5,"what":"poll""#,
            r#""at":1.0,"task":1,"by":1,"line":7,"what":"keep","with":"timer""#,
            r#""at":2.0,"task":1,"by":1,"what":"ready""#,
            r#""at":3.0,"task":2,"by":0,"line":13,"what":"spawn","name":"rows""#,
            r#""at":3.0,"task":2,"line":2,"what":"poll""#,
            r#""at":3.0,"task":2,"by":2,"line":3,"what":"keep","with":"timer""#,
            r#""at":4.0,"task":2,"by":2,"what":"ready""#,
            r#""at":4.0,"task":0,"by":0,"line":7,"what":"keep","with":"timer""#,
        ],
    ),
    (
        "trio_tells_of_a_deadline_that_cancels_a_child",
        World::Trio,
        "import trio
async def child(seconds):
    await trio.sleep(seconds)
async def main():
    with trio.move_on_after(2):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(child, 1)
            nursery.start_soon(child, 3)
    print('too late')
trio.run(main)
",
        &[
            r#""at":0.0,"task":0,"what":"spawn","name":"main""#,
            r#""at":0.0,"task":0,"by":0,"line":5,"what":"timer-set","due":2.0"#,
            r#""at":0.0,"task":1,"by":0,"line":7,"what":"spawn","name":"child""#,
            r#""at":0.0,"task":0,"by":0,"line":6,"what":"keep","with":"nursery""#,
            r#""at":0.0,"what":"turn","ready":2"#,
            r#""at":0.0,"task":1,"by":1,"line":3,"what":"keep","with":"timer""#,
            r#""at":0.0,"task":1,"by":1,"line":3,"what":"pending""#,
            r#""at":0.0,"what":"idle","until":1.0"#,
            r#""at":1.0,"what":"jump","to":1.0"#,
            r#""at":1.0,"task":1,"what":"timer-due","due":1.0"#,
            r#""at":1.0,"task":1,"what":"wake""#,
            r#""at":1.0,"task":1,"by":1,"what":"ready""#,
            r#""at":2.0,"task":0,"what":"timer-due","due":2.0"#,
            r#""at":2.0,"task":2,"what":"cancel""#,
            r#""at":2.0,"task":2,"by":2,"line":3,"what":"cancelled""#,
            r#""at":2.0,"task":2,"by":2,"what":"timer-dropped","due":3.0"#,
            r#""at":2.0,"task":2,"by":2,"what":"error","text":"Cancelled""#,
            r#""at":2.0,"task":0,"by":2,"what":"wake""#,
            r#""at":2.0,"by":0,"line":9,"what":"print","text":"too late""#,
        ],
    ),
    (
        "curio_tells_of_a_timeout_and_of_a_cancel_that_waits",
        World::Curio,
        "from on_curio import curio
async def child():
    await curio.sleep(5)
async def main():
    task = await curio.spawn(child)
    async with curio.ignore_after(2):
        await task.join()
    await task.cancel()
    await curio.sleep(0)
curio.run(main)
",
        &[
            r#""at":0.0,"task":0,"what":"spawn","name":"main""#,
            r#""at":0.0,"what":"turn","ready":1"#,
            r#""at":0.0,"task":1,"by":0,"line":5,"what":"spawn","name":"child""#,
            r#""at":0.0,"task":0,"by":0,"line":6,"what":"timer-set","due":2.0"#,
            r#""at":0.0,"task":0,"by":0,"line":7,"what":"keep","with":"task 1""#,
            r#""at":0.0,"task":1,"by":1,"line":3,"what":"keep","with":"timer""#,
            r#""at":2.0,"what":"jump","to":2.0"#,
            r#""at":2.0,"task":0,"what":"timer-due","due":2.0"#,
            r#""at":2.0,"task":0,"by":0,"line":7,"what":"cancelled""#,
            r#""at":2.0,"task":1,"by":0,"line":8,"what":"cancel""#,
            r#""at":2.0,"task":1,"by":0,"what":"timer-dropped","due":5.0"#,
            r#""at":2.0,"task":1,"by":0,"line":8,"what":"wake""#,
            r#""at":2.0,"task":0,"by":0,"line":8,"what":"keep","with":"task 1""#,
            r#""at":2.0,"task":1,"by":1,"line":3,"what":"cancelled""#,
            r#""at":2.0,"task":1,"by":1,"what":"error","text":"TaskCancelled""#,
            r#""at":2.0,"task":0,"by":1,"what":"wake""#,
            r#""at":2.0,"task":0,"by":0,"line":9,"what":"wake""#,
            r#""at":2.0,"task":0,"by":0,"what":"ready""#,
        ],
    ),
    (
        "tokio_tells_of_a_panic_and_of_who_hears_it",
        World::Tokio,
        "// clock: real
use std::panic::resume_unwind;
fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect(\"a runtime\").block_on(async {
        let ferry = async { resume_unwind(Box::new(\"storm\")) };
        let ferry: tokio::task::JoinHandle<()> = tokio::spawn(ferry);
        assert!(ferry.await.is_err());
    });
}
",
        &[
            r#""task":0,"by":0,"line":8,"what":"keep","with":"task 1""#,
            r#""task":1,"by":1,"what":"error","text":"a panic""#,
            r#""task":0,"by":1,"what":"wake""#,
        ],
    ),
    (
        "tokio_tells_of_a_wait_for_a_socket_and_of_its_end",
        World::Tokio,
        "// clock: real
use tokio::io::{AsyncReadExt, AsyncWriteExt};
#[tokio::main(flavor = \"current_thread\")]
async fn main() -> std::io::Result<()> {
    let (mut near, mut far) = tokio::net::UnixStream::pair()?;
    let sending = tokio::spawn(async move { far.write_all(b\"tide\").await });
    near.read_exact(&mut [0; 4]).await?;
    sending.await.expect(\"it does not panic\")
}
",
        &[
            r#""task":0,"by":0,"line":7,"what":"keep","with":"socket""#,
            r#""task":0,"by":0,"line":7,"what":"pending""#,
            r#""task":0,"what":"wake""#,
        ],
    ),
    (
        "tokio_tells_who_aborts_a_task_by_whatever_handle",
        World::Tokio,
        "// clock: real
use std::future::pending;
use tokio::task::{JoinSet, spawn};
#[tokio::main(flavor = \"current_thread\")]
async fn main() {
    let gull = spawn(pending::<()>());
    gull.abort();
    spawn(pending::<()>()).abort_handle().abort();
    JoinSet::new().spawn(pending::<()>()).abort();
    assert!(gull.await.is_err_and(|gull| gull.is_cancelled()));
}
",
        &[
            r#""task":1,"by":0,"line":7,"what":"cancel""#,
            r#""task":2,"by":0,"line":8,"what":"cancel""#,
            r#""task":3,"by":0,"line":9,"what":"cancel""#,
            r#""task":0,"by":0,"line":10,"what":"keep","with":"task 1""#,
            r#""task":1,"by":1,"what":"cancelled""#,
        ],
    ),
    (
        "our_loop_tells_of_a_wait_for_a_socket_and_of_its_end",
        World::Toy,
        "// clock: real
use std::{io::{Read, Write}, os::unix::net::UnixStream};
use toy::{Async, Executor, Interest, spawn};
fn main() {
    Executor::new().run(async {
        let (near, mut far) = UnixStream::pair().expect(\"a pair\");
        near.set_nonblocking(true).expect(\"an option\");
        let near = Async::new(near).expect(\"a socket\");
        spawn(async move { far.write_all(b\"tide\") });
        let mut read = |mut end: &UnixStream| end.read(&mut [0; 4]);
        near.with(Interest::Read, |end| read(end)).await.expect(\"a tide\");
    });
}
",
        &[
            r#""task":0,"by":0,"line":11,"what":"socket-wait","socket":0,"direction":"read""#,
            r#""task":0,"by":0,"line":11,"what":"pending""#,
            r#""what":"idle""#,
            r#""what":"socket-ready","socket":0,"direction":"read""#,
            r#""task":0,"what":"wake""#,
        ],
    ),
    (
        "our_loop_tells_of_the_children_of_a_nursery",
        World::Toy,
        "use std::time::Duration;
use toy::{Executor, sleep};
use toy::scope::{Cancelled, checkpoint, move_on_after, open_nursery};
async fn child(seconds: u64) -> Result<(), Cancelled> {
    checkpoint(sleep(Duration::from_secs(seconds))).await
}
fn main() {
    Executor::with_virtual_clock().run(async {
        let limited = move_on_after(Duration::from_secs(2), async {
            open_nursery(async |nursery| {
                nursery.start_soon(child(1));
                nursery.start_soon(child(3));
                Ok(())
            })
            .await
        });
        let ended = limited.await;
        assert_eq!(ended, Ok(None));
    });
}
",
        &[
            r#""at":0.0,"task":1,"by":0,"line":11,"what":"spawn""#,
            r#""at":0.0,"task":2,"by":0,"line":12,"what":"spawn""#,
            r#""at":0.0,"task":1,"by":1,"line":5,"what":"timer-set","due":1.0"#,
            r#""at":0.0,"task":1,"by":1,"line":5,"what":"pending""#,
            r#""at":1.0,"task":1,"by":1,"what":"ready""#,
            r#""at":2.0,"task":0,"what":"timer-due","due":2.0"#,
            r#""at":2.0,"task":2,"by":2,"what":"ready""#,
            r#""at":2.0,"task":0,"by":0,"what":"ready""#,
        ],
    ),
    (
        "a_stage_of_the_loop_tells_of_a_sleep_that_is_dropped_before_its_time",
        World::Toy,
        "use std::time::Duration;
use toy::stages::clock::{Executor, sleep, spawn, timeout};
fn main() {
    let hour = Duration::from_secs(1);
    Executor::with_virtual_clock().run(async move {
        let ferry = spawn(async move {
            timeout(hour, sleep(2 * hour)).await.is_err()
        });
        assert!(ferry.await.is_ok_and(|is_late| is_late));
    });
}
",
        &[
            r#""at":0.0,"task":0,"by":0,"line":9,"what":"keep","with":"task 1""#,
            r#""at":0.0,"task":1,"by":1,"line":7,"what":"timer-set","due":2.0"#,
            r#""at":0.0,"task":1,"by":1,"line":7,"what":"keep","with":"timer""#,
            r#""at":0.0,"task":1,"by":1,"line":7,"what":"timer-set","due":1.0"#,
            r#""what":"jump","to":1.0"#,
            r#""at":1.0,"task":1,"what":"timer-due","due":1.0"#,
            r#""at":1.0,"task":1,"what":"wake""#,
            r#""at":1.0,"task":1,"by":1,"what":"timer-dropped","due":2.0"#,
            r#""at":1.0,"task":0,"by":1,"what":"wake""#,
            r#""at":1.0,"task":1,"by":1,"what":"ready""#,
        ],
    ),
];

const CRATE: &str = "[package]
name = \"SLUG\"
version = \"0.0.0\"
edition = \"2024\"

[dependencies]
tokio.workspace = true
toy.workspace = true
";

/// A chapter that cannot be traced, and what is said of it: a fault, its files beside those of a chapter
/// that can, and what they must not go without.
type Fault = (&'static str, &'static [(&'static str, &'static str)], &'static str);

const FAULTS: [Fault; 4] = [
    (
        "a_chapter_that_knows_tokio_by_another_name_is_named",
        &[(
            "Cargo.toml",
            "[package]\nname = \"x\"\n[dependencies]\nruntime = { package = \"tokio\", version = \"1\" }",
        )],
        "Cargo.toml: it has no table `tokio`, which the recorder needs",
    ),
    (
        "a_manifest_that_cannot_be_read_is_named",
        &[("Cargo.toml", "[package")],
        "Cargo.toml: TOML parse error at line 1",
    ),
    (
        "a_program_without_main_is_named",
        &[("src/bin/tide.rs", "pub fn mian() {}\n")],
        "`main` function not found in crate `tide`",
    ),
    (
        "a_way_to_make_tasks_that_the_recorder_does_not_hear_is_named",
        &[("src/bin/tide.rs", "fn main() {\n    tokio::task::LocalSet::new();\n}\n")],
        "cannot find `LocalSet` in `task`",
    ),
];

fn main() -> ExitCode {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let chapter = Chapter { folder: folder.path().join("harbour") };
    write(&chapter).expect("the temporary folder can be written to");
    let faults = FAULTS.map(|fault| {
        let name = fault.0;
        let chapter = Chapter { folder: folder.path().join(name) };
        Trial::test(name, move || is_named(&chapter, fault))
    });
    let has_python = pythons().iter().any(|python| python.version == RECORDED);
    let trials = STORIES.into_iter().map(|story| match story {
        (name, world, ..) if language(world) == Language::Python && !has_python => {
            lacking_python(name, RECORDED)
        }
        (name, ..) => {
            let chapter = chapter.clone();
            Trial::test(name, move || tells(&chapter, story))
        }
    });
    let flags =
        Trial::test("flags_that_a_user_has_set_for_rustc_do_not_reach_the_recorder", records_alike);
    conclude(trials.chain(faults).chain([flags]).collect())
}

/// Records again, in a process whose user has set both variables for flags. None of its own is compiled anew.
fn records_alike() -> Result<(), Failed> {
    let again = Command::new(env::current_exe()?)
        .arg("tokio_tells_of_a_panic_and_of_who_hears_it")
        .env("RUSTFLAGS", "--cfg of_the_user")
        .env("CARGO_ENCODED_RUSTFLAGS", "--cfg\u{1f}of_the_user")
        .output()?;
    let said = String::from_utf8([again.stdout, again.stderr].concat())?;
    assert!(again.status.success() && said.contains("1 passed"), "{said}");
    Ok(())
}

fn language(world: World) -> Language {
    match world {
        World::Asyncio | World::Trio | World::Curio => Language::Python,
        World::Tokio | World::Toy => Language::Rust,
    }
}

fn write(chapter: &Chapter) -> io::Result<()> {
    for folder in ["python", "src/bin"] {
        fs::create_dir_all(chapter.folder.join(folder))?;
    }
    let manifest = CRATE.replace("SLUG", &chapter.slug());
    fs::write(chapter.folder.join("Cargo.toml"), manifest)?;
    let module = chapter.program("on_curio").file(Language::Python);
    fs::write(module, include_str!("../../../examples/curio-and-trio/python/on_curio.py"))?;
    for (name, world, text, _) in STORIES {
        fs::write(chapter.program(name).file(language(world)), text)?;
    }
    Ok(())
}

/// Records the story's program, and looks for its events.
fn tells(chapter: &Chapter, (name, world, _, wanted): Story) -> Result<(), Failed> {
    let python = pythons().iter().find(|it| it.version == RECORDED);
    let trace = chapter.program(name).traced(language(world), python)?;
    assert_eq!(trace.world, world);
    let text = trace.to_text();
    let mut rest = text.as_str();
    for event in wanted {
        let found = rest.split_once(event);
        rest = found.ok_or_else(|| format!("{event} is not told, or not there:\n{text}"))?.1;
    }
    Ok(())
}

fn is_named(chapter: &Chapter, (_, files, said): Fault) -> Result<(), Failed> {
    fs::create_dir_all(chapter.folder.join("src/bin"))?;
    let manifest = CRATE.replace("SLUG", &chapter.slug());
    let usual = [("Cargo.toml", manifest.as_str()), ("src/bin/tide.rs", "fn main() {}\n")];
    for (file, text) in usual.iter().chain(files) {
        fs::write(chapter.folder.join(file), text)?;
    }
    let traced = chapter.program("tide").traced(Language::Rust, None);
    let error = traced.err().ok_or("nothing is wrong with it")?.to_string();
    match error.contains(said) {
        true => Ok(()),
        false => Err(format!("it says\n{error}").into()),
    }
}
