import asyncio


def run(work, save):
    async def main():
        try:
            await work()
        except asyncio.CancelledError:
            await save()
            raise

    asyncio.run(main())
    return 0
