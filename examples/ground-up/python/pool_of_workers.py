# clock: real
import signal
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from threading import Thread

from service import Ferry, answer, lines, run


# ANCHOR: listing
def serve(listener):
    with start_pool(2) as pool:
        while True:
            client, _ = listener.accept()
            Thread(
                target=attend, args=[client, pool], daemon=True
            ).start()


def attend(client, pool):
    # A pool that is shut down or broken raises a RuntimeError.
    with client, suppress(OSError, RuntimeError):
        for line in lines(client):
            reply = pool.submit(answer, line)
            client.sendall(reply.result())


def start_pool(workers):
    return ProcessPoolExecutor(
        workers,
        mp_context=get_context("spawn"),
        initializer=leave_interrupts_to_the_server,
    )


# ANCHOR_END: listing


def leave_interrupts_to_the_server():
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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
