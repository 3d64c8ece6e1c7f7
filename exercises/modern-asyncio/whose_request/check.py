import asyncio

import answer
from exam import expect, run


async def main():
    return await asyncio.gather(answer.handle(1), answer.handle(2))


def check():
    told, log = [], answer.log

    def heard(*words):
        told.append(words)
        return log(*words)

    answer.log = heard
    first, second = run(main())
    expect(
        told == [("done",)] * 2,
        'A request calls `log("done")` and tells it nothing else: '
        "`log` finds the number by itself.",
    )
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
