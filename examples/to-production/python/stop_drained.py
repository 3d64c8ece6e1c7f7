import asyncio

from console import run, say


async def serve(client, seconds):
    say(f"{client}: begins")
    await asyncio.sleep(seconds)
    say(f"{client}: answered")


async def keep_open(client, stopping):
    await stopping.wait()
    say(f"{client}: closed")


async def service():
    stopping = asyncio.Event()
    clients = {
        asyncio.create_task(serve("quick", 1)),
        asyncio.create_task(serve("slow", 5)),
        asyncio.create_task(keep_open("idle", stopping)),
    }
    await asyncio.sleep(0.5)
    say(f"terminated with {len(clients)} clients")
    stopping.set()
    _, left = await asyncio.wait(clients, timeout=2)
    say(f"cut: {len(left)}")


run(service())
