import asyncio

from console import run, say


async def serve(client, seconds):
    say(f"{client}: begins")
    await asyncio.sleep(seconds)
    say(f"{client}: answered")


async def service():
    clients = [
        asyncio.create_task(serve("quick", 1)),
        asyncio.create_task(serve("slow", 5)),
    ]
    await asyncio.sleep(0.5)
    say(f"terminated with {len(clients)} clients")


run(service())
