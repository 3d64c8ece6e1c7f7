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
        print(f"{perf_counter() - start:.4f} s", flush=True)


# ANCHOR_END: listing


if __name__ == "__main__":
    try:
        port = int(sys.argv[1])
        with socket.create_connection(("127.0.0.1", port)) as service:
            measure(service)
    except (KeyboardInterrupt, ConnectionError):
        pass
