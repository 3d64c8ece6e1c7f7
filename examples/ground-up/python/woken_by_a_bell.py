# clock: real
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from bell_loop import BellLoop
from future_loop import result_of
from service import fib


# ANCHOR: listing
class WatchedLoop(BellLoop):
    def park(self):
        print("loop: sleeps")
        asleep.set()
        super().park()


def compute():
    asleep.wait()
    return fib(20)


async def heavy():
    future = pool.submit(compute)
    print(f"Gull: fib(20) is {await result_of(future)}")


asleep = Event()
loop = WatchedLoop()
with ThreadPoolExecutor(max_workers=1) as pool:
    loop.spawn(heavy())
    loop.run()
# ANCHOR_END: listing
