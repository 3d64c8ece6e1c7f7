import asyncio


async def door(accept, serve):
    while True:
        try:
            client = await accept()
        except OSError:
            await asyncio.sleep(0.1)
        else:
            serve(client)
