import asyncio


async def add_up(numbers):
    total = 0
    for number in numbers:
        total += number
        await asyncio.sleep(0)
    return total
