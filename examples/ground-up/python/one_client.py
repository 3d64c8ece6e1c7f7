# clock: real
from contextlib import suppress
from threading import Thread

from service import Ferry, answer, lines, run


# ANCHOR: listing
def serve(listener):
    while True:
        client, _ = listener.accept()
        attend(client)


def attend(client):
    with client, suppress(OSError):
        for line in lines(client):
            client.sendall(answer(line))


# ANCHOR_END: listing


def visit(service):
    gull = Ferry("Gull", service)
    gull.ask(10)
    heron = Ferry("Heron", service)
    heron.send(20)
    hears = Thread(target=heron.hear)
    hears.start()
    gull.ask(15)
    gull.leave()
    hears.join()
    heron.leave()


if __name__ == "__main__":
    run(serve, visit)
