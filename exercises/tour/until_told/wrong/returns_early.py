import asyncio
import signal


async def until_told(work):
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    task = asyncio.create_task(work)
    task.add_done_callback(lambda _: told.set())
    loop.add_signal_handler(signal.SIGTERM, told.set)
    await told.wait()
    loop.remove_signal_handler(signal.SIGTERM)
    if task.done():
        return "done"
    task.cancel()
    return "stopped"
