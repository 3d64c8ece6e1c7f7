# clock: real
from select_loop import SelectLoop
from service import Ferry, answer, run


# ANCHOR: listing
def attend(client):
    with client:
        while True:
            yield "recv", client
            line = client.recv(100)
            if not line:
                return
            reply = answer(line)
            yield "send", client
            client.send(reply)


def accept_all(listener, loop):
    while True:
        yield "recv", listener
        client, _ = listener.accept()
        loop.spawn(attend(client))


def serve(listener):
    loop = SelectLoop()
    loop.spawn(accept_all(listener, loop))
    loop.run()


# ANCHOR_END: listing


def visit(service):
    gull = Ferry("Gull", service)
    heron = Ferry("Heron", service)
    heron.ask(10)
    gull.ask(20)
    heron.ask(15)


if __name__ == "__main__":
    run(serve, visit)
