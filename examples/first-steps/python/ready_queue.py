import asyncio

from console import run


async def ferry(name):
    for call in range(1, 4):
        print(f"{name}: radio call {call}")
        await asyncio.sleep(0)


async def main():
    ferries = [
        asyncio.create_task(ferry(name))
        for name in ["Gull", "Heron", "Tern"]
    ]
    for done in ferries:
        await done


run(main())
