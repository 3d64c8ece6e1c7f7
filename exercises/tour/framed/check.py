import asyncio

from answer import frames
from exam import expect, run

LONG = b"x" * 300
SENT = b"\x01\x2c" + LONG + b"\x00\x00" + b"\x00\x03end"


async def main():
    reader = asyncio.StreamReader()

    async def client():
        for start, end in (0, 4), (4, 200), (200, 303), (303, None):
            reader.feed_data(SENT[start:end])
            await asyncio.sleep(1)
        reader.feed_eof()

    messages, _ = await asyncio.gather(frames(reader), client())
    return messages


def check():
    messages = run(main())
    expect(
        not messages or len(messages[0]) == 300,
        "A message of 300 bytes is sent in pieces, and `frames` returns "
        f"{len(messages[0]) if messages else 0} bytes of it: "
        "read exactly as many as its length says.",
    )
    expect(
        messages != [LONG],
        "3 messages were sent, and `frames` returns 1: "
        "an empty message is not the end of the stream.",
    )
    expect(
        messages == [LONG, b"", b"end"],
        f"3 messages were sent, and `frames` returns {len(messages)}.",
    )
