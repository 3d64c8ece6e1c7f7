"""What the exercises and their checks are made of.

`say` prints a line, as in the programs of the book, and remembers it; a check runs the answer and looks
at what was said, and when.
"""

import asyncio

LIMIT = 1000.0

_start = 0.0
_said = []


class Wrong(Exception):
    """What an answer does otherwise than it should, in words for the learner."""


def expect(holds, words):
    """Refuses the answer unless something holds."""
    if not holds:
        raise Wrong(words)


def say(line):
    """Prints a line under the loop's own time, and remembers it."""
    print(f"{now():.1f} s  {line}")
    _said.append((now(), line))


def run(answer):
    """Runs an answer on a fresh loop, and forgets what was said before."""

    async def from_the_start():
        global _start
        _start = asyncio.get_running_loop().time()
        _said.clear()
        limit = asyncio.timeout(LIMIT)
        try:
            async with limit:
                return await answer
        except TimeoutError:
            if limit.expired():
                raise Wrong(
                    "It never ends: some await waits for ever."
                ) from None
            raise

    return asyncio.run(from_the_start())


def now():
    """The loop's time since the run began, in seconds, to a tenth."""
    return round(asyncio.get_running_loop().time() - _start, 1)


def said():
    """What was said, each line with its time."""
    return list(_said)


def lines():
    """The lines alone."""
    return [line for _, line in _said]


def when(line):
    """When a line was said first."""
    for time, words in _said:
        if words == line:
            return time
    raise Wrong(f'Nothing says "{line}".')
