import asyncio


def run(work, save):
    async def main():
        try:
            await work()
        except KeyboardInterrupt:
            await save()

    asyncio.run(main())
    return 0
