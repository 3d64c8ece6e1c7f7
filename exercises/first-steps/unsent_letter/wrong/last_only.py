from exam import say


async def post(letter):
    say(f"{letter}: posted")
    return True


async def morning():
    count = 0
    for letter in "rent", "tax", "love":
        posted = post(letter)
        count += 1
    await posted
    return count
