from threading import Event, Thread, current_thread

from answer import serve
from exam import expect

SECONDS = 1.5


def check():
    clients = iter(["Gull", "Heron"])
    closed, closing, leave = Event(), Event(), Event()
    served_by = {}
    served = {"Gull": Event(), "Heron": Event()}

    def accept():
        client = next(clients, None)
        if client is None:
            closing.set()
        return client

    def attend(client):
        served_by[client] = current_thread()
        served[client].set()
        if current_thread() is not server:
            leave.wait()

    def run():
        serve(accept, attend)
        closed.set()

    # Not a daemon: its threads would be daemons, too.
    server = Thread(target=run)
    server.start()
    is_served = served["Gull"].wait(SECONDS)
    expect(is_served, "Gull is accepted, and `attend` is not called.")
    expect(
        served_by["Gull"] is not server,
        "Gull is served by the thread that accepts: "
        "as long as she stays, no one else can come in.",
    )
    expect(
        closing.wait(SECONDS),
        "Gull has a thread of her own, and the thread that accepts waits "
        "for it: Heron is not accepted as long as Gull stays.",
    )
    expect(
        served["Heron"].wait(SECONDS),
        "Heron is accepted, and `attend` is not called for her.",
    )
    expect(
        closed.wait(SECONDS),
        "The server is told to close, and `serve` waits for Gull's "
        "thread: a client who says nothing would keep it open for ever.",
    )
    expect(
        served_by["Gull"].daemon,
        "Gull's thread is no daemon: "
        "the program would not end as long as she stays.",
    )
