import asyncio


async def tide():
    return 3


def tide_for_everybody():
    coroutine = tide()
    try:
        return asyncio.run(coroutine)
    finally:
        coroutine.close()


async def harbour_master():
    try:
        print(f"harbour master: {tide_for_everybody()} m")
    except RuntimeError as error:
        print(f"RuntimeError: {error}")
    print(f"harbour master: {await tide()} m")


print(f"visitor: {tide_for_everybody()} m")
asyncio.run(harbour_master())
