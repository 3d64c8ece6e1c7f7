from exam import say


async def post(letter):
    say(f"{letter}: posted")
    return True


async def morning():
    count = 0
    for letter in "rent", "tax", "love":
        if post(letter):
            count += 1
    return count
