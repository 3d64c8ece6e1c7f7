import asyncio
import errno

from answer import door
from exam import Wrong, expect, now, run


class Listener:
    """Has one client after the other, and errors in between."""

    def __init__(self, *outcomes):
        self.outcomes, self.times = list(outcomes), []

    async def accept(self):
        self.times.append(now())
        if len(self.times) > 20:
            await asyncio.sleep(2000)
        outcome = self.outcomes[0]
        if len(self.outcomes) > 1:
            self.outcomes.pop(0)
        if isinstance(outcome, int):
            raise OSError(outcome, "accept fails")
        return outcome


async def opened(listener):
    served, code = [], None
    try:
        async with asyncio.timeout(900):
            await door(listener.accept, served.append)
    except TimeoutError:
        pass
    except OSError as error:
        code = error.errno
    return served, code


def check():
    full = errno.EMFILE
    listener = Listener("Gull", full, full, "Heron", errno.EBADF)
    try:
        served, code = run(opened(listener))
    except Wrong:
        served, code = [], None
    expect(
        code != full,
        "`accept` raises EMFILE at the second client, and the door ends "
        "with it: a client may leave, so go on.",
    )
    expect(
        listener.times[2:3] != [0.0],
        "`accept` raises EMFILE, and the door tries again at 0.0 s: "
        "pause for a tenth of a second.",
    )
    expect(
        len(listener.times) < 7,
        "The listener is closed, and the door tries again and again: "
        "only a lack of descriptors passes.",
    )
    expect(
        served == ["Gull", "Heron"] and code == errno.EBADF,
        f"Gull and Heron have come, and {served} are served; then the "
        f"listener is closed, and the door ends with {code}.",
    )
    listener = Listener(errno.ENFILE, "Gull", errno.EBADF)
    served, _ = run(opened(listener))
    expect(
        served == ["Gull"],
        "`accept` raises ENFILE, and the door ends with it: the machine "
        "has no descriptor left, which passes too.",
    )
    expect(
        listener.times[1] == 0.1,
        f"`accept` fails at 0.0 s, and the next is at {listener.times[1]} "
        "s: pause for a tenth of a second.",
    )
