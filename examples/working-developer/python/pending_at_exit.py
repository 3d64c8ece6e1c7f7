import asyncio


async def report(name):
    print(f"{name}: sets out")
    await asyncio.sleep(5)
    print(f"{name}: files a story")


async def editor():
    await asyncio.sleep(1)
    print("editor: goes home")


loop = asyncio.new_event_loop()
loop.create_task(report("Ada"), name="Ada")
loop.run_until_complete(editor())
loop.close()
print("the lights are out")
