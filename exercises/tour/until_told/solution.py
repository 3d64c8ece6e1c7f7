import asyncio
import signal


async def until_told(work):
    loop, task = asyncio.get_running_loop(), asyncio.create_task(work)
    loop.add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        await asyncio.wait([task])
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
    return "stopped" if task.cancelled() else "done"
