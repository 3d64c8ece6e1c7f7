//! A Python program runs in a fork as it would in an interpreter of its own, and no fork hears of
//! another.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{self, ExitCode, Stdio};
use std::time::Duration;
use std::{env, fs};

use proof::{Chapter, Clock, Command, End, Language, Program, Python, Runner, pythons};
use tempfile::TempDir;
use yardstick::{Failed, Trial, conclude, each_python};

/// What a program can ask about its process.
const STATE: &str = "
import contextvars, gc, os, random, signal, sys, threading, time, warnings
names = sorted(vars())
import asyncio
os.environ.pop('LC_CTYPE', None)
print(os.environ, os.getcwd(), os.umask(0o22), os.listdir('/dev/fd'))
print(os.getpgrp() == os.getpid(), os.getsid(0) == os.getpid(), os.getpriority(0, 0))
print(names, __name__, __file__, __spec__, __package__, type(__loader__), __loader__.path)
print(sys.argv, sys.path, sys.flags, sys.warnoptions, sys._xoptions, sys.executable, sys.prefix)
for stream in sys.stdin, sys.stdout, sys.stderr:
    kind = type(stream), stream.encoding, stream.errors, stream.line_buffering
    print(kind, stream.write_through, stream.isatty(), stream.seekable(), type(stream.buffer))
print({name: signal.getsignal(name) for name in signal.valid_signals() if name < 32})
print(signal.pthread_sigmask(signal.SIG_BLOCK, []), signal.set_wakeup_fd(-1), signal.getitimer(0))
print(warnings.filters, [thread.name for thread in threading.enumerate()])
print(sys.excepthook is sys.__excepthook__, sys.gettrace(), sys.getrecursionlimit(), gc.isenabled())
print(list(contextvars.copy_context().items()), asyncio.sleep.__module__, time.time.__module__)
print(asyncio.events._get_running_loop(), getattr(asyncio.events, '_event_loop_policy', None))
print({'harbour', 'sitecustomize', 'virtual_clock', 'trial'} & set(sys.modules))
print(input())
";

/// Leaves its mark wherever a program can.
const VANDAL: &str = "
import asyncio, contextvars, gc, os, random, signal, sys, time, warnings
os.environ['TIDE'] = 'low'
open('harbour.py', 'w').close()
import harbour
os.chdir('/')
os.umask(0)
os.nice(1)
sys.path.insert(0, '/nowhere')
sys.argv.append('gull')
sys.setrecursionlimit(500)
sys.excepthook = print
gc.disable()
time.time = asyncio.sleep = lambda *_: 0
asyncio.set_event_loop(asyncio.new_event_loop())
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
warnings.simplefilter('error', append=False)
contextvars.ContextVar('tide').set('low')
os.set_inheritable(os.open('/dev/null', os.O_RDONLY), True)
random.seed(4)
";

/// Starts what its arguments say.
const AT_A_TERMINAL: &str = "
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
";

/// Programs that end in all the ways that there are, and what they print.
const ENDINGS: [(&str, &str); 12] = [
    ("print('half', end='')", "half"),
    ("import sys; sys.exit(4)", "[exit status: 4]\n"),
    ("import sys; sys.exit('aground')", "aground\n[exit status: 1]\n"),
    ("import os; print('out'); os._exit(3)", "out\n[exit status: 3]\n"),
    ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "[signal: 9 (SIGKILL)]\n"),
    ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", "[signal: 15 (SIGTERM)]\n"),
    (
        "raise KeyboardInterrupt",
        "Traceback (most recent call last):\n  File \"story.py\", line 1, in <module>\n    \
         raise KeyboardInterrupt\nKeyboardInterrupt\n[signal: 2 (SIGINT)]\n",
    ),
    ("try: assert False\nexcept AssertionError: print('ebb')", "ebb\n"),
    ("import sys; sys.stderr.write('1 '); print('2'); sys.stderr.write('3 ')", "1 2\n3 "),
    (
        "import atexit, threading, time; atexit.register(print, 'last')\n\
         threading.Thread(target=lambda: (time.sleep(0.05), print('thread'))).start()",
        "thread\nlast\n",
    ),
    (
        "import os\nif os.fork():\n    os.wait()\nelse:\n    print('child')\nprint('both')",
        "child\nboth\nboth\n",
    ),
    (
        "import multiprocessing as processes\n\
         def job(tide): print('job', tide, __name__, flush=True)\n\
         if __name__ == '__main__':\n    for way in 'spawn', 'forkserver', 'fork':\n        \
         made = processes.get_context(way).Process(target=job, args=(4,))\n        \
         made.start(); made.join(); print(way, made.exitcode)",
        "job 4 __mp_main__\nspawn 0\njob 4 __mp_main__\nforkserver 0\njob 4 __main__\nfork 0\n",
    ),
];

/// Programs whose messages differ from release to release.
const MESSAGES: [&str; 2] = [
    "tide = (1,\nprint('never')",
    "import asyncio\nasync def ferry(): pass\nferry()\nloop = asyncio.new_event_loop()\n\
     loop.create_task(ferry())\nloop.close()\ndef storm(): raise ValueError('nine')\nstorm()",
];

/// What a user may have set, each of which changed what some program or tool prints.
const LIKED: [(&str, &str); 21] = [
    ("CARGO_TERM_COLOR", "always"),
    ("CLICOLOR_FORCE", "1"),
    ("COLUMNS", "20"),
    ("FORCE_COLOR", "1"),
    ("LANGUAGE", "de"),
    ("LC_ALL", "tr_TR.UTF-8"),
    ("PYTHONASYNCIODEBUG", "1"),
    ("PYTHONDEVMODE", "1"),
    ("PYTHONHASHSEED", "4"),
    ("PYTHONINSPECT", "1"),
    ("PYTHONOPTIMIZE", "2"),
    ("PYTHONPATH", "."),
    ("PYTHONTRACEMALLOC", "5"),
    ("PYTHONWARNINGS", "error"),
    ("PYTHON_COLORS", "1"),
    ("RUST_BACKTRACE", "full"),
    ("RUST_LOG", "trace"),
    ("TERM", "xterm-256color"),
    ("TRIAL", "{}"),
    ("TZ", "Asia/Tokyo"),
    ("VIRTUAL_CLOCK", "1"),
];

const SEEN: &str = "
import asyncio, os, queue, sys, time
print(dict(os.environ), sys.flags, time.tzname)
async def ferry(): pass
ferry()
raise ValueError('nine')
";

/// Programs whose messages show where they come from.
const FAULTS: [(&str, &str); 10] = [
    ("import time\ntime.sleep('long')", "TypeError: "),
    (
        "import asyncio, os, signal, time\ndef ring(*_): raise OSError('bell')\n\
         signal.signal(signal.SIGALRM, ring)\ndef job():\n    time.sleep(0.1)\n    \
         os.kill(os.getpid(), signal.SIGALRM)\nasyncio.run(asyncio.to_thread(job))",
        "OSError: bell",
    ),
    ("def storm(): raise ValueError('nine')\nstorm()", "ValueError"),
    ("tide = (1,\nprint('never')", "SyntaxError"),
    ("import traceback; traceback.print_stack()", "print_stack"),
    (
        "import asyncio\nasync def main(): await asyncio.create_subprocess_exec('no-such-boat')\n\
         asyncio.run(main())",
        "FileNotFoundError",
    ),
    (
        "import asyncio\nloop = asyncio.new_event_loop()\nloop.close()\nloop.call_later(1, print)",
        "Event loop is closed",
    ),
    (
        "import asyncio\nasync def main():\n    loop = asyncio.get_running_loop()\n    \
         loop.call_later(1, lambda: 1 / 0)\n    await asyncio.sleep(2)\nasyncio.run(main(), debug=True)",
        "handle: <TimerHandle",
    ),
    (
        "import asyncio\nasync def ferry(): pass\nasync def main(): ferry()\n\
         asyncio.run(main(), debug=True)",
        "Coroutine created at",
    ),
    (
        "import asyncio\nasync def main():\n    loop = asyncio.get_running_loop()\n    \
         await loop.run_in_executor(None, lambda: 1 / 0)\nasyncio.run(main())",
        "ZeroDivisionError",
    ),
];

fn main() -> ExitCode {
    match env::args().nth(1).as_deref() {
        Some("--run-for-ever") => return run_for_ever(),
        Some("--print-what-is-seen") => return print_what_is_seen(),
        _ => {}
    }
    let each = [
        each_python("a_fork_is_as_an_interpreter_of_its_own", is_as_alone),
        each_python("nothing_of_a_fork_reaches_the_next", nothing_leaks),
        each_python("random_numbers_differ_from_fork_to_fork", randomness),
        each_python("a_fork_ends_as_an_interpreter_does", ends_alike),
        each_python("a_traceback_begins_with_the_program", shows_itself),
        each_python("a_fork_out_of_time_is_killed_with_its_children", out_of_time),
        each_python("what_a_fork_leaves_behind_is_killed", leaves_nobody),
    ];
    let mut trials: Vec<_> = each.into_iter().flatten().collect();
    if !pythons().is_empty() {
        let seen = "no_program_sees_what_its_user_likes";
        trials.push(Trial::test(seen, sees_nothing));
        let alone = "where_an_interpreter_cannot_fork_it_is_started_for_each_program";
        trials.push(Trial::test(alone, starts_alone));
        let end = "forks_end_with_their_owner";
        trials.push(Trial::test(end, end_with_their_owner));
    }
    conclude(trials)
}

/// Says what it says under the virtual clock, too, but for that clock.
fn is_as_alone(python: &Python) -> Result<(), Failed> {
    let story = Story::new(STATE)?;
    let alone = story.alone(python)?;
    assert_eq!(story.forked(python, Clock::Real)?, alone);
    let clock = ", 'VIRTUAL_CLOCK': '1'";
    assert_eq!(story.forked(python, Clock::Virtual)?.replacen(clock, "", 1), alone);
    Ok(())
}

fn nothing_leaks(python: &Python) -> Result<(), Failed> {
    let story = Story::new(STATE)?;
    let before = story.forked(python, Clock::Virtual)?;
    for clock in [Clock::Real, Clock::Virtual] {
        assert_eq!(Story::new(VANDAL)?.forked(python, clock)?, "");
    }
    assert_eq!(story.forked(python, Clock::Virtual)?, before);
    Ok(())
}

fn randomness(python: &Python) -> Result<(), Failed> {
    let story = Story::new("import random, uuid; print(random.random(), uuid.uuid4())")?;
    let first = story.forked(python, Clock::Real)?;
    assert_ne!(story.forked(python, Clock::Real)?, first);
    Ok(())
}

fn ends_alike(python: &Python) -> Result<(), Failed> {
    for (text, printed) in ENDINGS {
        let forked = Story::new(text)?.forked(python, Clock::Real)?;
        assert_eq!(forked, printed, "{text}");
    }
    for text in MESSAGES {
        let story = Story::new(text)?;
        let forked = story.forked(python, Clock::Real)?;
        assert_eq!(forked, story.alone(python)?, "{text}");
    }
    Ok(())
}

fn shows_itself(python: &Python) -> Result<(), Failed> {
    for (text, wanted) in FAULTS {
        let printed = Story::new(text)?.forked(python, Clock::Virtual)?;
        assert!(printed.contains(wanted), "{text}\nprints:\n{printed}");
        // asyncio keeps the last ten frames of who made a handle.
        if wanted != "handle: <TimerHandle" {
            let mut files = printed.lines().filter(|line| line.contains("File \""));
            let first = files.next().ok_or("it names no file")?;
            assert!(first.starts_with("  File \"story.py\""), "{printed}");
        }
        for ours in ["virtual_clock", "sitecustomize", "runpy", "/dev/fd"] {
            assert!(!printed.contains(ours), "{text}\nprints:\n{printed}");
        }
    }
    Ok(())
}

const CHILD: &str = "
import os, subprocess, sys
child = subprocess.Popen(['sleep', '60'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(os.getpid(), child.pid)
";

fn out_of_time(python: &Python) -> Result<(), Failed> {
    let story = Story::new(&format!("{CHILD}\nimport time; time.sleep(60)"))?;
    let command = story.command(python, Clock::Real)?;
    let (end, pids) = command.limit(Duration::from_secs(1)).run()?;
    assert_eq!(end, End::OutOfTime);
    assert_gone(&pids);
    Ok(())
}

fn leaves_nobody(python: &Python) -> Result<(), Failed> {
    let pids = Story::new(CHILD)?.forked(python, Clock::Real)?;
    assert_gone(&pids);
    Ok(())
}

/// Also when nobody can tell them: this binary, once more, is killed.
fn end_with_their_owner() -> Result<(), Failed> {
    let mut owner = process::Command::new(env::current_exe()?)
        .arg("--run-for-ever")
        .stdout(Stdio::piped())
        .spawn()?;
    let mut pids = String::new();
    BufReader::new(owner.stdout.take().ok_or("a pipe")?).read_line(&mut pids)?;
    owner.kill()?;
    owner.wait()?;
    assert_eq!(pids.split_whitespace().count(), 3, "{pids}");
    assert_gone(&pids);
    Ok(())
}

/// Prints the numbers of a fork, its child and its server.
fn run_for_ever() -> ExitCode {
    let text = format!("{CHILD}\nimport time; time.sleep(60)");
    let text = text.replace("child.pid)", "child.pid, os.getppid())");
    let python = pythons().last().expect("a Python");
    let story = Story::new(&text).expect("a folder");
    let command = story.command(python, Clock::Real).expect("a program");
    let ended = command.stream(|chunk| print!("{}", String::from_utf8_lossy(chunk)));
    ended.map_or(ExitCode::FAILURE, |_| ExitCode::SUCCESS)
}

/// This binary prints the same whatever its user likes.
fn sees_nothing() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("queue.py"), "raise ValueError('mine')")?;
    let print = |liked: &[(&str, &str)]| -> Result<String, Failed> {
        let mut this = process::Command::new(env::current_exe()?);
        this.arg("--print-what-is-seen").current_dir(&folder);
        for (name, _) in LIKED {
            this.env_remove(name);
        }
        this.env_remove("NO_COLOR");
        let output = this.envs(liked.iter().copied()).output()?;
        let printed = [output.stdout, output.stderr].concat();
        Ok(String::from_utf8(printed)?)
    };
    let plain = print(&[])?;
    assert!(plain.contains("ValueError: nine"), "{plain}");
    // Where both are set, NO_COLOR has its way.
    for liked in [&LIKED[..], &[("NO_COLOR", "1")]] {
        assert_eq!(print(liked)?, plain, "{liked:?}");
    }
    Ok(())
}

/// The interpreter is a shell that hides one that can only be started for a trial.
fn starts_alone() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let shell = folder.path().join("python");
    let python = pythons().last().ok_or("a Python")?.executable.display();
    let script = format!(
        "#!/bin/sh\n[ \"$1\" = -I ] && {{ echo 3.16; echo $0; exit; }}\n\
         [ -n \"$TRIAL\" ] && exec {python} \"$@\"\n"
    );
    fs::write(&shell, script)?;
    fs::set_permissions(&shell, PermissionsExt::from_mode(0o755))?;
    let output = process::Command::new(env::current_exe()?)
        .arg("--print-what-is-seen")
        .env("PYTHON", &shell)
        .output()?;
    let (printed, said) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    let fault = "  File \"story.py\", line 6, in <module>\n";
    assert!(printed.contains(fault), "{printed}{said}");
    assert!(!printed.contains("TRIAL"), "{printed}");
    assert_eq!(said.matches("cannot fork").count(), 1, "{said}");
    Ok(())
}

fn print_what_is_seen() -> ExitCode {
    let python = pythons().last().expect("a Python");
    let story = Story::new(SEEN).expect("a folder");
    let forked = story.forked(python, Clock::Virtual).expect("it runs");
    let shell = |command: Command| command.args(["-c", "env | sort"]).run().expect("it runs");
    let (sh, root) = (Path::new("/bin/sh"), Path::new("/"));
    println!("{forked}{:?}", shell(Command::new(sh, root)));
    let (_, told) = shell(Command::tool(sh, root));
    let colour = |line: &&str| line.split_once('=').is_some_and(|it| it.0.contains("COLOR"));
    println!("{:?}", told.lines().filter(colour).collect::<Vec<_>>());
    ExitCode::SUCCESS
}

/// A program in a folder of its own.
struct Story {
    folder: TempDir,
    program: Program,
}

impl Story {
    fn new(text: &str) -> Result<Story, Failed> {
        let folder = tempfile::tempdir()?;
        fs::create_dir(folder.path().join("python"))?;
        let chapter = Chapter { folder: folder.path().canonicalize()? };
        let program = chapter.program("story");
        fs::write(program.file(Language::Python), text)?;
        Ok(Story { folder, program })
    }

    fn command(&self, python: &Python, clock: Clock) -> Result<Command, Failed> {
        let command = self.program.command(Runner::Python(python), Some(clock));
        Ok(command.map_err(|lack| lack.to_string())?.stdin("tide\n"))
    }

    fn forked(&self, python: &Python, clock: Clock) -> Result<String, Failed> {
        self.printed(self.command(python, clock)?)
    }

    /// What the same program prints when Python is started with it, as a reader does at a terminal. A
    /// shell that has started this in the background lets what it starts ignore Ctrl-C.
    fn alone(&self, python: &Python) -> Result<String, Failed> {
        let command = Command::new(&python.executable, &self.folder.path().join("python"));
        let command = command.args(["-Ic", AT_A_TERMINAL]).arg(&python.executable);
        self.printed(command.arg("story.py").stdin("tide\n"))
    }

    /// With the path of the program as it was given.
    fn printed(&self, command: Command) -> Result<String, Failed> {
        match command.run()? {
            (End::Ended(_), printed) => {
                let file = self.program.file(Language::Python).display().to_string();
                let shown = printed.replace(&format!("File \"{file}"), "File \"story.py");
                Ok(shown.replace(&format!("{file}:"), "story.py:"))
            }
            outcome => Err(format!("{outcome:?}").into()),
        }
    }
}

/// A killed process stays a zombie until its new parent has reaped it.
fn assert_gone(pids: &str) {
    let shell = "for pid in $0; do while ps -o stat= -p $pid | grep -q '^[SRD]'; do :; done; done";
    let gone = Command::new(Path::new("/bin/sh"), Path::new("/")).args(["-c", shell, pids]);
    let (end, printed) = gone.run().expect("sh starts");
    assert!(matches!(end, End::Ended(_)), "{pids} still run");
    assert_eq!(printed, "");
}
