import asyncio


async def add_up(numbers):
    total = 0
    for count, number in enumerate(numbers, 1):
        total += number
        if count % 100 == 0:
            await asyncio.sleep(0.001)
    return total
