import trio

_start = 0.0


def run(main):
    """Do what `trio.run` does, and count the time from here."""

    async def from_the_start():
        global _start
        _start = trio.current_time()
        return await main()

    return trio.run(from_the_start)


def say(line):
    """Print `line` under trio's own time, in seconds since `run`."""
    print(f"{trio.current_time() - _start:.1f} s  {line}")
