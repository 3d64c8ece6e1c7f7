from contextlib import suppress


def serve(listener):
    while True:
        client, _ = listener.accept()
        attend(client)


def attend(client):
    with client, suppress(OSError), client.makefile("rb") as lines:
        for line in lines:
            client.sendall(answer(line))


def answer(line):
    return b"you say: " + line
