async def add_up(numbers):
    total = 0
    for number in numbers:
        total += number
    return total
