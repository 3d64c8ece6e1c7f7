import asyncio

from console import run, say


async def report(name, after, fails=False):
    await asyncio.sleep(after)
    if fails:
        raise LookupError(f"{name} has no story")
    return f"{name} has a story"


async def editor():
    outcomes = await asyncio.gather(
        report("Ada", 1, fails=True),
        report("Ben", 2, fails=True),
        report("Cleo", 3),
        return_exceptions=True,
    )
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            say(f"editor: blank space, {outcome}")
        else:
            say(f"editor: prints, {outcome}")


run(editor())
