import asyncio
import threading

from answer import ask
from exam import expect, run


async def main():
    loop, turn, had_turn = (
        asyncio.get_running_loop(),
        threading.Event(),
        [],
    )

    def look_up():
        loop.call_soon_threadsafe(turn.set)
        had_turn.append(turn.wait(0.5))
        return "luff"

    return await ask(look_up), had_turn


def check():
    word, had_turn = run(main())
    expect(
        word == "luff" and had_turn,
        "`ask` returns no word: call `look_up`, and return what it returns.",
    )
    expect(
        had_turn == [True],
        "While `look_up` ran, no other task had a turn. "
        "Call it in another thread, and await that.",
    )
