import asyncio

from console import run, say


async def price(item, is_known):
    if not is_known:
        say(f"{item}: asks the shop")
        await asyncio.sleep(1)
    say(f"{item}: has its price")


def state(task):
    return "done" if task.done() else "not done"


async def main():
    tea = asyncio.create_task(price("tea", is_known=True))
    say(f"main: tea is {state(tea)}")
    cake = asyncio.create_task(price("cake", is_known=False))
    say(f"main: cake is {state(cake)}")
    await tea
    await cake


run(main())
