import asyncio


def run(work, save):
    async def main():
        try:
            await work()
        except asyncio.CancelledError:
            await save()

    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        return 130
    return 0
