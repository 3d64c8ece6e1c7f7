import asyncio

from answer import sail
from exam import expect, now, run


async def main(danger_after, is_danger):
    ended = []

    async def work():
        await asyncio.sleep(5)
        ended.append(now())
        return "fish"

    async def lookout():
        await asyncio.sleep(danger_after)
        if is_danger:
            raise OSError("a rock")

    try:
        result = await sail(work(), lookout())
    except* OSError:
        result = "danger"
    end = now()
    await asyncio.sleep(10)
    return result, end, ended


def check():
    result, end, ended = run(main(1, True))
    expect(
        result == "danger" and end == 1.0,
        "The lookout sees the danger at 1.0 s, and the ship works on until "
        f"{end} s: its error is not noticed.",
    )
    expect(
        not ended,
        "`sail` fails at 1.0 s, and the work still goes on and ends at "
        "5.0 s: stop it.",
    )
    result, end, _ = run(main(9, False))
    expect(
        end == 5.0,
        f"The work is done at 5.0 s, and `sail` returns at {end} s: "
        "stop the lookout when the work is done.",
    )
    expect(
        result == "fish",
        f"The work returns 'fish', and `sail` returns {result!r}.",
    )
