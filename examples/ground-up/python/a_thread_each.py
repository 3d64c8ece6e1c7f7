# clock: real
from contextlib import suppress
from threading import Thread

from service import Ferry, answer, lines, run


# ANCHOR: listing
def serve(listener):
    while True:
        client, _ = listener.accept()
        Thread(target=attend, args=[client], daemon=True).start()


def attend(client):
    with client, suppress(OSError):
        for line in lines(client):
            client.sendall(answer(line))


# ANCHOR_END: listing


def visit(service):
    gull = Ferry("Gull", service)
    gull.ask(10)
    heron = Ferry("Heron", service)
    heron.ask(20)
    gull.ask(15)
    gull.leave()
    heron.leave()


if __name__ == "__main__":
    run(serve, visit)
