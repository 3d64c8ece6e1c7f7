"""Runs the program of asyncio that its argument names on our loop."""

import asyncio
import runpy
import sys
from pathlib import Path

from toy_loop import ToyLoop


def run(main, *, debug=None):
    with asyncio.Runner(debug=debug, loop_factory=ToyLoop) as runner:
        return runner.run(main)


if __name__ == "__main__":
    del sys.argv[0]
    sys.path[0] = str(Path(sys.argv[0]).parent)
    asyncio.run = run
    runpy.run_path(sys.argv[0], run_name="__main__")
