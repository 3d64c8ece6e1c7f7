import asyncio

from answer import fastest
from exam import expect, now, run


async def main():
    ended = []

    async def mirror(seconds):
        await asyncio.sleep(seconds)
        ended.append(now())
        return f"after {seconds} s"

    answer = await fastest([mirror(2), mirror(1), mirror(3)])
    end = now()
    await asyncio.sleep(10)
    return answer, end, ended[1:]


def check():
    answer, end, others = run(main())
    expect(
        answer,
        "`fastest` returns no answer: ask the mirrors, "
        "and return the first answer.",
    )
    expect(
        end == 1.0,
        f"The first answer is there at 1.0 s, and `fastest` returns at "
        f"{end} s: do not wait for the others.",
    )
    expect(
        answer == "after 1 s",
        f"The first answers 'after 1 s', and `fastest` returns {answer!r}.",
    )
    expect(
        not others,
        f"`fastest` has its answer at {end} s, and the slow mirrors still "
        f"end their work: {others}. Cancel them.",
    )
