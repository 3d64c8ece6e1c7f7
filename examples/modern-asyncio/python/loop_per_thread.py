# clock: real
import asyncio
import threading


async def work(task):
    before = threading.current_thread().name
    await asyncio.sleep(0.1)
    after = threading.current_thread().name
    return f"{task}: began on {before}, ended on {after}"


async def main():
    return await asyncio.gather(work("task 1"), work("task 2"))


def run(lines):
    lines.extend(asyncio.run(main()))


lines = {"thread A": [], "thread B": []}
threads = [
    threading.Thread(target=run, args=(lines[name],), name=name)
    for name in lines
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
    print(*lines[thread.name], sep="\n")
