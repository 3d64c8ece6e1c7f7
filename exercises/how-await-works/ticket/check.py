from answer import Ticket
from exam import expect, now, run


async def main():
    ticket = Ticket(12, 3)
    iterator = ticket.__await__()
    kind = type(iterator).__name__
    expect(
        hasattr(iterator, "__next__"),
        "`await ticket` is refused: `__await__` has to return an iterator, "
        f"and it returns {kind}.",
    )
    iterator.close()
    return await ticket, now()


def check():
    seat, end = run(main())
    expect(
        end == 3.0, f"The ticket is for 3 s; the await took {end} s."
    )
    expect(
        seat == 12,
        f"The ticket is for seat 12, and the await has the value {seat}: "
        "a generator's value is what it returns.",
    )
