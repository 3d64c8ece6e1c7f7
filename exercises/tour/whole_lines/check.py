import asyncio

from answer import messages
from exam import expect, run

PIECES = [b"ta", b"ck\n", b"gy", b"be\n\n", b"reef\n"]


async def main():
    reader = asyncio.StreamReader()

    async def client():
        for piece in PIECES:
            reader.feed_data(piece)
            await asyncio.sleep(1)
        reader.feed_eof()

    lines, _ = await asyncio.gather(messages(reader), client())
    return list(lines)


def check():
    lines = run(main())
    expect(
        lines != ["tack", "gybe"],
        "`messages` stops at the empty line, and `reef` comes after it: "
        "an empty line is not the end of the stream.",
    )
    expect(
        lines == ["tack", "gybe", "", "reef"],
        "The lines are tack, gybe, an empty one, and reef, and `messages` "
        f"returns {len(lines)} other things: "
        "a piece of the stream is no line.",
    )
