from contextlib import suppress


def serve(listener):
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            attend(client)


def attend(client):
    with client:
        for line in client.makefile("rb"):
            client.sendall(answer(line))


def answer(line):
    return b"you say: " + line
