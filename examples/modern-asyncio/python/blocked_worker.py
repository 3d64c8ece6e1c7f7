# clock: real
import asyncio
import queue
import threading


async def child(answers):
    answers.put("an answer")


async def blocks():
    answers = queue.Queue()
    task = asyncio.create_task(child(answers))
    try:
        print("parent:", answers.get(timeout=0.2))
    except queue.Empty:
        print("parent: no answer, although a thread is idle")
    await task


def idle(stop):
    asyncio.run(asyncio.to_thread(stop.wait))


stop = threading.Event()
helper = threading.Thread(target=idle, args=(stop,))
helper.start()
asyncio.run(blocks())
stop.set()
helper.join()
