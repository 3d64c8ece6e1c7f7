# clock: real
# ANCHOR: listing
import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

most, busy, lock = 0, 0, Lock()


def measure(full):
    global most, busy
    with lock:
        busy += 1
        most = max(most, busy)
    full.wait()  # until three measure at once
    with lock:
        busy -= 1


async def main():
    loop, full = asyncio.get_running_loop(), Barrier(3)
    with ThreadPoolExecutor(max_workers=3) as benches:
        jobs = [
            loop.run_in_executor(benches, measure, full)
            for plate in range(6)
        ]
        await asyncio.gather(*jobs)
    print("plates:", len(jobs), "most at once:", most)
    # ANCHOR_END: listing


if __name__ == "__main__":
    asyncio.run(main())
