import asyncio

from answer import handle
from exam import expect, run


async def main():
    return await asyncio.gather(handle(1), handle(2))


def check():
    first, second = run(main())
    expect(
        not first.startswith("0"),
        f"The line of request 1 is '{first}': "
        "the number is gone before the request has ended.",
    )
    expect(
        first == "1: done",
        f"The line of request 1 is '{first}': "
        "the other task has changed the number meanwhile.",
    )
    expect(second == "2: done", f"The line of request 2 is '{second}'.")
