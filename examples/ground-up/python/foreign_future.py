# clock: real
import asyncio
import threading

loop = asyncio.new_event_loop()


# ANCHOR: listing
async def keeper(signal):
    print("keeper: waits for the signal")
    print(f"keeper: {await signal}")


def run(task):
    match task.send(None):
        case ("sleep", until):
            print(f"loop: sleeps until {until}")
        case request:
            print(f"loop: what is {type(request).__name__}?")


signal = asyncio.Future(loop=loop)
seen = threading.Event()
ship = threading.Thread(
    target=lambda: seen.wait() and signal.set_result("a ship"),
)
ship.start()
run(keeper(signal))
# ANCHOR_END: listing

seen.set()
ship.join()
loop.close()
