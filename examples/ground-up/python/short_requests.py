"""How many short requests a second: python short_requests.py [port]."""

import socket
import sys
from time import perf_counter


# ANCHOR: listing
def measure(service):
    replies = service.makefile("rb")
    while True:
        start, count = perf_counter(), 0
        while perf_counter() - start < 1:
            service.sendall(b"1\n")
            replies.readline()
            count += 1
        per_second = count / (perf_counter() - start)
        print(f"{per_second:.0f} a second", flush=True)


# ANCHOR_END: listing


if __name__ == "__main__":
    try:
        port = int(sys.argv[1])
        with socket.create_connection(("127.0.0.1", port)) as service:
            measure(service)
    except (KeyboardInterrupt, ConnectionError):
        pass
