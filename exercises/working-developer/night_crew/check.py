import asyncio
from contextlib import suppress

from answer import Crew
from exam import expect, now, run


async def main():
    left = 3

    async def job(seconds, fails):
        nonlocal left
        await asyncio.sleep(seconds)
        left -= 1
        if fails:
            raise OSError("no light")

    crew = Crew()
    for seconds, fails in (3, False), (1, True), (2, False):
        crew.start(job(seconds, fails))
    with suppress(OSError):
        await crew.end_of_shift()
    return now(), left


def check():
    end, left = run(main())
    expect(
        end != 1.0,
        f"`end_of_shift` returns at 1.0 s, when a job fails, and {left} "
        "jobs have not ended: wait for the others too.",
    )
    expect(
        left == 0,
        f"`end_of_shift` returns at {end} s, and {left} jobs have not "
        "ended.",
    )
