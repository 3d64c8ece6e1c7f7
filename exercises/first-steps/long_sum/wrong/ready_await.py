async def add(total, number):
    return total + number


async def add_up(numbers):
    total = 0
    for number in numbers:
        total = await add(total, number)
    return total
