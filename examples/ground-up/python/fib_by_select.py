# clock: real
import socket
import threading

from ferry_client import ask
from select_loop import SelectLoop
from service import fib


# ANCHOR: listing
def serve(listener):
    while True:
        yield "recv", listener
        client, _ = listener.accept()
        loop.spawn(answer(client))


def answer(client):
    while True:
        yield "recv", client
        request = client.recv(100)
        if not request:
            return client.close()
        reply = b"%d\n" % fib(int(request))
        yield "send", client
        client.send(reply)


loop = SelectLoop()
listener = socket.create_server(("127.0.0.1", 0))
loop.spawn(serve(listener))
threading.Thread(target=loop.run, daemon=True).start()
gull = socket.create_connection(listener.getsockname())
heron = socket.create_connection(listener.getsockname())
ask("Heron", heron, 10)
ask("Gull", gull, 20)
ask("Heron", heron, 15)
# ANCHOR_END: listing
