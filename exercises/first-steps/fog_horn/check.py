import asyncio

from answer import horn
from exam import expect, now, run


async def main():
    loop = asyncio.get_running_loop()

    def listen(callback):
        loop.call_later(2.5, callback, "two long")

    return await horn(listen), now()


def check():
    signal, end = run(main())
    expect(
        end >= 2.5,
        f"`horn` returns at {end} s, and the horn sounds at 2.5 s only. "
        "Wait for the callback.",
    )
    expect(
        end == 2.5,
        f"The horn sounds at 2.5 s, and `horn` returns at {end} s. "
        "Let the callback itself wake the task: await what it fills.",
    )
    expect(
        signal == "two long",
        f"The signal was 'two long', and `horn` returns {signal!r}.",
    )
