# clock: real
import socket
from time import monotonic

from deadline_loop import DeadlineLoop, PatientSocket, sleep


# ANCHOR: listing
async def answer(ferry, client):
    client.deadline = monotonic() + 0.2
    try:
        request = await client.recv(100)
        print(f"{ferry}: {request.decode()}")
    except TimeoutError:
        print(f"{ferry}: said nothing in time")
    client.close()


async def lighthouse(blinks):
    for blink in range(blinks):
        await sleep(0.1)
        print(f"lighthouse: blink {blink + 1}")


loop = DeadlineLoop()
gull, gulls_end = socket.socketpair()
heron, herons_end = socket.socketpair()
loop.spawn(answer("Gull", PatientSocket(gulls_end)))
loop.spawn(answer("Heron", PatientSocket(herons_end)))
loop.spawn(lighthouse(blinks=1))
gull.send(b"any berth?")
loop.run()
print(f"Heron: reads {len(heron.recv(100))} bytes")
# ANCHOR_END: listing
