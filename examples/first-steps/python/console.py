import asyncio

_start = 0.0


def run(main):
    """Run `main` to its end on a fresh event loop."""

    async def from_the_start():
        global _start
        _start = asyncio.get_running_loop().time()
        return await main

    return asyncio.run(from_the_start())


def say(line):
    """Print `line` under the loop's own time, in seconds since `run`."""
    now = asyncio.get_running_loop().time()
    print(f"{now - _start:.1f} s  {line}")
