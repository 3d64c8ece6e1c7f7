import asyncio
import threading

from answer import report
from exam import expect, run


class Watched(asyncio.Queue):
    threads = ()

    def put_nowait(self, depth):
        self.threads += (threading.get_ident(),)
        super().put_nowait(depth)


async def main():
    loop, queue, soon = asyncio.get_running_loop(), Watched(), []
    ours, call_soon = threading.get_ident(), loop.call_soon

    def watched(*arguments, **options):
        if threading.get_ident() != ours:
            soon.append(arguments)
        return call_soon(*arguments, **options)

    def measure():
        loop.call_soon = watched
        report(loop, queue, 7)
        loop.call_soon = call_soon

    await asyncio.to_thread(measure)
    await asyncio.sleep(0.1)
    depths = [queue.get_nowait() for _ in range(queue.qsize())]
    return depths, soon, set(queue.threads) - {ours}


def check():
    depths, soon, others = run(main())
    expect(
        not others,
        "`put_nowait` is called in the thread of the measuring: "
        "have the loop call it, in its own thread.",
    )
    expect(
        not soon,
        "`call_soon` is called in the thread of the measuring, and it does "
        "not wake the loop: `call_soon_threadsafe` does.",
    )
    expect(
        depths == [7], f"The depth is 7, and the queue has {depths}."
    )
