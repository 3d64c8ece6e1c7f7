"""How long a long request takes: python long_requests.py [port]."""

import socket
import sys
from time import perf_counter


# ANCHOR: listing
def measure(service):
    replies = service.makefile("rb")
    while True:
        start = perf_counter()
        service.sendall(b"30\n")
        replies.readline()
        milliseconds = (perf_counter() - start) * 1000
        print(f"{milliseconds:.1f} ms", flush=True)


# ANCHOR_END: listing


if __name__ == "__main__":
    try:
        port = int(sys.argv[1])
        with socket.create_connection(("127.0.0.1", port)) as service:
            measure(service)
    except (KeyboardInterrupt, ConnectionError):
        pass
