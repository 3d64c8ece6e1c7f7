import select
import threading

from answer import Bell
from exam import expect


def check():
    bell = Bell()

    def is_rung():
        return bool(select.select([bell], [], [], 0)[0])

    def ring_often():
        for _ in range(10_000):
            bell.ring()

    for _ in range(3):
        bell.ring()
    expect(
        is_rung(),
        "The bell is rung, and `select` sleeps on: make its socket readable.",
    )
    bell.silence()
    expect(
        not is_rung(),
        "The bell was rung three times and silenced, and `select` returns "
        "at once: take all bytes away.",
    )
    ringer = threading.Thread(target=ring_often, daemon=True)
    ringer.start()
    ringer.join(2)
    expect(
        not ringer.is_alive(),
        "The bell is rung again and again, and `ring` blocks: "
        "a full buffer is reason enough not to write.",
    )
