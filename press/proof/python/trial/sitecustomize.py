"""Makes an interpreter run a program of the book as `python PROGRAM` would, at once or in forks.

The interpreter is started as `python /dev/fd/9` with this folder on PYTHONPATH, and imports this file
before it looks for its main program. With a request in TRIAL, it becomes that trial. Without, its standard
input is a socket with requests, each with the trial's own descriptors: it forks for every one. In the
fork this import ends, and the interpreter goes on to what it finds in descriptor 9: the compiled program.
So no frame of ours is below the program's, and its end is the interpreter's own.

What a trial shares with its siblings is the modules that stand below and the seed of `hash(str)`, which
is new for each server.
"""

import contextlib
import gc
import importlib.util
import json
import marshal
import os
import select
import signal
import socket
import struct
import sys
import tempfile
import unittest  # noqa: F401, most trials want it
from importlib import machinery
from pathlib import Path

CODE = 9
HERE = Path(__file__).parent

sys.path.remove(str(HERE))
sys.path.insert(0, str(HERE.parent))
import virtual_clock

del sys.path[0]


def next_trial(requests):
    """Forks for each request. Nobody of a fork's group is left when it has ended, or when the other end of
    its control is closed. Returns in the forks, with what they are to be."""
    trials = {}
    bell, rope = os.pipe()
    os.set_blocking(rope, False)
    signal.set_wakeup_fd(rope)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        ready, _, _ = select.select([requests, bell, *trials], [], [])
        if requests in ready:
            text, (stdin, output, control) = receive(requests, trials)
            trial = os.fork()
            if trial == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                os.setpgid(0, 0)
                for descriptor, place in (stdin, 0), (output, 1), (output, 2):
                    os.dup2(descriptor, place)
                requests.close()
                for descriptor in stdin, output, control, bell, rope, *trials:
                    os.close(descriptor)
                return json.loads(text)
            with contextlib.suppress(OSError):
                os.setpgid(trial, trial)
            os.close(stdin)
            os.close(output)
            tell(control, trial)
            trials[control] = trial
        if bell in ready:
            os.read(bell, 4096)
        for control, trial in list(trials.items()):
            if control in ready:
                kill(trial)
            ended, status = os.waitpid(trial, 0 if control in ready else os.WNOHANG)
            if ended:
                with contextlib.suppress(OSError):
                    os.killpg(trial, signal.SIGKILL)
                tell(control, status)
                os.close(control)
                del trials[control]


def receive(requests, trials):
    """One request: a line, and with its first byte stdin, output and the trial's control."""
    text, descriptors, _, _ = socket.recv_fds(requests, 65536, 3)
    more = text
    while more and not text.endswith(b"\n"):
        more = requests.recv(65536)
        text += more
    # Who asks has ended, before a request or within one.
    if not more:
        for trial in trials.values():
            kill(trial)
        os._exit(0)
    return text, descriptors


def kill(trial):
    """With its group, which it can have left."""
    for way in os.killpg, os.kill:
        with contextlib.suppress(OSError):
            way(trial, signal.SIGKILL)


def tell(control, number):
    """Nobody may listen any more."""
    with contextlib.suppress(OSError):
        os.write(control, struct.pack("=i", number))


def become(trial):
    """Gives the process what it had if it had been started for this trial, but for the program's start."""
    # What a shell starts in the background ignores it, and so does all that this starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(trial["folder"])
    os.environ.clear()
    os.environ.update(trial["environment"])
    sys.argv = trial["argv"]
    sys.orig_argv = [sys.executable, *sys.argv]
    folder = os.getcwd()
    paths = trial["environment"].get("PYTHONPATH", "").split(":")
    sys.path[:0] = [os.path.abspath(path) for path in paths if path]
    if trial["is_virtual"]:
        virtual_clock.install(folder)
    leave(sys.argv[0], folder)


def leave(program, folder):
    """Puts the program where the interpreter looks for it."""
    place = f"/dev/fd/{CODE}"
    code = importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(compiled(program))
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(code)
        os.dup2(file.fileno(), CODE)
    main = sys.modules["__main__"]
    main.__file__ = os.path.join(folder, program)
    if sys.version_info < (3, 15):
        main.__cached__ = None
    sys.path_importer_cache[place] = None
    loaders = sys.modules["_frozen_importlib_external"]

    def loader(*_):
        """The last that the interpreter asks for. It has opened the code, and has put a folder into
        sys.path."""
        loaders.SourcelessFileLoader = machinery.SourcelessFileLoader
        os.close(CODE)
        sys.path[0] = folder
        for name in "sitecustomize", "virtual_clock":
            del sys.modules[name]
        return machinery.SourceFileLoader("__main__", main.__file__)

    loaders.SourcelessFileLoader = loader


def compiled(program):
    """The code of a program, which has its name in messages as it was given: a path from the root would
    differ from machine to machine."""
    try:
        source = Path(program).read_bytes()
        return compile(source, program, "exec", dont_inherit=True)
    except SyntaxError as error:
        sys.excepthook(type(error), error.with_traceback(None), None)
        return compile("raise SystemExit(1)", program, "exec")


# What is here stays where it is: a fork copies no page of it to count it.
gc.collect()
gc.freeze()
if "TRIAL" in os.environ:
    become(json.loads(os.environ["TRIAL"]))
else:
    become(next_trial(socket.socket(fileno=os.dup(0))))
