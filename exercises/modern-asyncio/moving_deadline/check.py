import asyncio

from answer import download
from exam import expect, now, run


async def pieces(count, silence):
    for number in range(count):
        await asyncio.sleep(1)
        yield number
    await asyncio.sleep(silence)


async def main(count, silence):
    try:
        return list(await download(pieces(count, silence))), now()
    except TimeoutError:
        return None, now()


def check():
    got, end = run(main(4, 0))
    expect(
        got is not None,
        f"Four pieces come, one each second, and the download fails at {end} "
        "s: after each piece the two seconds begin again.",
    )
    expect(got == [0, 1, 2, 3], f"The pieces are 0 to 3, not {got}.")
    got, end = run(main(1, 100))
    expect(
        got is None and end == 3.0,
        f"A piece keeps the download waiting, and it is given up at {end} s: "
        "two seconds after the last piece are enough.",
    )
