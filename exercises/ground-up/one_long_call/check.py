import sys
import threading
from itertools import chain, islice, starmap

from answer import total
from exam import expect

INTERVAL = 0.005


def check():
    result = total([3, 1, 4])
    expect(
        result == 8,
        f"The readings are 3, 1 and 4, and `total` returns {result}.",
    )
    sys.setswitchinterval(INTERVAL)
    replies, line, waits = [], threading.Lock(), threading.Lock()
    line.acquire()
    waits.acquire()

    def heron():
        line.acquire()
        replies.append("Heron")
        waits.release()

    thread = threading.Thread(target=heron)
    thread.start()
    # Readings for as long as Heron waits, but no more than half a million.
    # All of it is C, so only the answer can be interrupted.
    readings = islice(iter(waits.locked, False), 500_000)
    total(
        chain(
            map(bool, starmap(line.release, [()])),
            readings,
            map(bool, starmap(replies.append, [("Gull",)])),
        )
    )
    thread.join()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(INTERVAL)
    is_interrupted = replies == ["Heron", "Gull"]
    expect(
        is_interrupted or interval == INTERVAL,
        f"The switch interval is {interval} s now, and Heron's thread has "
        "the GIL only after Gull's sum: a call of a function written in C "
        "is not interrupted, however short the interval is.",
    )
    expect(
        is_interrupted,
        "Gull's sum is one call of a function written in C, and Heron's "
        "thread has the GIL only after it: such a call is not interrupted.",
    )
