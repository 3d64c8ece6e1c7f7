import asyncio

from answer import session
from exam import expect


def check():
    loops = []

    async def connect():
        loops.append(asyncio.get_running_loop())
        return "open"

    async def use(connection):
        loops.append(asyncio.get_running_loop())
        return f"{connection}, used"

    result = session(connect, use)
    expect(
        len(loops) == 2 and loops[0] is loops[1],
        "The connection is used in another loop than the one that made it.",
    )
    expect(
        loops[0].is_closed(),
        "The session is over, and its loop is not closed.",
    )
    expect(
        result == "open, used",
        f"`session` returns {result!r}, not the result.",
    )
