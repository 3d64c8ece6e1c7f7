import asyncio


def office():
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return "no loop is running"
    return "a loop is running"


async def open_harbour():
    print(f"inside: {office()}")


print(f"before: {office()}")
asyncio.run(open_harbour())
print(f"after: {office()}")
