import asyncio

from answer import reports
from exam import expect, now, run


async def main(sinks):
    late = []

    async def boat(name, seconds):
        await asyncio.sleep(seconds)
        if sinks and name == "a":
            raise OSError("a rock")
        late.append(now())
        return f"{name}{seconds}"

    error, found = None, None
    try:
        found = await reports(
            [boat("a", 1), boat("b", 2), boat("c", 3)]
        )
    except (OSError, ExceptionGroup) as raised:
        error = type(raised).__name__
    await asyncio.sleep(10)
    return found, error, late


def check():
    found, _, _ = run(main(False))
    expect(
        found,
        "`reports` returns nothing: the boats report 'a1', 'b2' and 'c3'.",
    )
    expect(
        list(found) == ["a1", "b2", "c3"],
        f"The boats report 'a1', 'b2' and 'c3', and not {found}.",
    )
    _, error, late = run(main(True))
    expect(error, "A boat sinks, and `reports` raises nothing.")
    expect(
        not late,
        "A boat sinks at 1.0 s, and another still reports at "
        f"{max(late, default=0)} s: call the others back.",
    )
    expect(
        error == "OSError",
        f"A boat sinks, and an {error} comes out: take the OSError out of "
        "it.",
    )
