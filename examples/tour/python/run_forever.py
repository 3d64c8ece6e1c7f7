import asyncio


async def track(star):
    try:
        while True:
            print(f"telescope: follows {star}")
            await asyncio.sleep(1)
    finally:
        print("telescope: parked")


def sunrise():
    print("assistant: sunrise")
    loop.stop()


loop = asyncio.new_event_loop()
night = loop.create_task(track("Mira"))
loop.call_later(2.5, sunrise)
loop.run_forever()
print("assistant: goes home")
night.cancel()
loop.run_until_complete(asyncio.wait([night]))
loop.close()
