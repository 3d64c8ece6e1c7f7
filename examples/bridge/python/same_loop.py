import asyncio

from toy_loop import ToyLoop


async def ferry(name, seconds):
    await asyncio.sleep(seconds)
    now = asyncio.get_running_loop().time()
    print(f"{now:.1f} s  {name} is in")


async def main():
    gull = asyncio.create_task(ferry("Gull", 2))
    heron = asyncio.create_task(ferry("Heron", 1))
    await gull
    await heron


with asyncio.Runner(loop_factory=ToyLoop) as runner:
    runner.run(main())
