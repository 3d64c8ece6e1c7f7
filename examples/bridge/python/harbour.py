"""What the programs of this chapter share."""

import asyncio

from toy_loop import ToyLoop


def run(main):
    """Runs a coroutine on our loop."""
    with asyncio.Runner(loop_factory=ToyLoop) as runner:
        return runner.run(main)


def say(line):
    """Prints a line under the loop's own time, in seconds."""
    print(f"{asyncio.get_running_loop().time():.1f} s  {line}")
