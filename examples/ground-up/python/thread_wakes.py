import asyncio
import threading


# ANCHOR: listing
def go_on(name):
    print(name, "goes on")


async def main():
    loop = asyncio.get_running_loop()
    other = threading.Thread(
        target=loop.call_soon_threadsafe, args=(go_on, "Gull")
    )
    other.start()
    other.join()
    print("a thread has woken Gull")
    loop.call_soon(go_on, "Heron")
    print("main has woken Heron")
    await asyncio.sleep(0)


asyncio.run(main())
# ANCHOR_END: listing
