import asyncio


async def heartbeat():
    try:
        while True:
            await asyncio.sleep(1)
            print("heartbeat")
    finally:
        print("the connection is closed")


async def connect():
    task = asyncio.create_task(heartbeat())
    await asyncio.sleep(1.5)
    return task


async def talk():
    await asyncio.sleep(2)


connection = asyncio.run(connect())
print("between the calls")
asyncio.run(talk())
print("lost" if connection.done() else "still connected")
