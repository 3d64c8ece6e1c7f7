import asyncio


async def add_up(numbers):
    total = 0
    for number in numbers:
        total += number
        if number % 100 == 0:
            await asyncio.sleep(0)
    return total
