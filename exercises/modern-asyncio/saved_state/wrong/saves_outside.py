import asyncio


def run(work, save):
    try:
        asyncio.run(work())
    except KeyboardInterrupt:
        asyncio.run(save())
        return 130
    return 0
