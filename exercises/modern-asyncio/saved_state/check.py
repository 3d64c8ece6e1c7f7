import asyncio
import os
import signal

from answer import run
from exam import Wrong, expect

# A shell may start its background jobs deaf to Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)


class Service:
    def __init__(self, is_interrupted):
        self.is_interrupted = is_interrupted
        self.loop = self.saved_in = None

    async def work(self):
        self.loop = asyncio.get_running_loop()
        if self.is_interrupted:
            pid = os.getpid()
            self.loop.call_soon(os.kill, pid, signal.SIGINT)
            await asyncio.sleep(1000)
            raise Wrong("Ctrl-C is pressed, and the work goes on.")

    async def save(self):
        await asyncio.sleep(1)
        self.saved_in = asyncio.get_running_loop()


def check():
    service = Service(is_interrupted=True)
    try:
        status = run(service.work, service.save)
    except KeyboardInterrupt:
        status = "KeyboardInterrupt"
    expect(
        service.saved_in,
        "Ctrl-C is pressed, and the state is not saved: inside "
        "`asyncio.run`, Ctrl-C is no KeyboardInterrupt.",
    )
    expect(
        service.saved_in is service.loop,
        "Ctrl-C is pressed, and the state is saved in another event loop, "
        "when the loop of the service is closed.",
    )
    expect(
        status != "KeyboardInterrupt",
        "Ctrl-C is pressed, the state is saved, and KeyboardInterrupt "
        "leaves `run`: it should return 130.",
    )
    expect(
        status == 130,
        "Ctrl-C is pressed, the state is saved, and `run` returns "
        f"{status}: the main task has to end as cancelled, and then "
        "`asyncio.run` raises KeyboardInterrupt.",
    )
    service = Service(is_interrupted=False)
    status = run(service.work, service.save)
    expect(
        status == 0,
        f"The work ends by itself, and `run` returns {status} and not 0.",
    )
