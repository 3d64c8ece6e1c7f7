def serve(listener):
    while True:
        client, _ = listener.accept()
        attend(client)


def attend(client):
    with client:
        while line := client.recv(100):
            client.sendall(answer(line))


def answer(line):
    return b"you say: " + line
