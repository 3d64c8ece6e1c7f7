# clock: real
import os
from errno import errorcode
from resource import RLIMIT_NOFILE, getrlimit, setrlimit
from select import select
from socket import create_connection, create_server


def leave_one_descriptor():
    """Lowers the limit, so that there is room for one more."""
    last = os.dup(0)
    os.close(last)
    _, most = getrlimit(RLIMIT_NOFILE)
    setrlimit(RLIMIT_NOFILE, (last + 1, most))


# ANCHOR: listing
def accept(listener):
    select([listener], [], [])
    print("harbour: somebody is at the door")
    try:
        client, _ = listener.accept()
    except OSError as error:
        print(f"harbour: {errorcode[error.errno]}")
        return None
    print("harbour: one is let in")
    return client


listener = create_server(("127.0.0.1", 0))
gull = create_connection(listener.getsockname())
heron = create_connection(listener.getsockname())
leave_one_descriptor()
first = accept(listener)
for _ in range(3):
    accept(listener)
print("harbour: the first one leaves")
first.close()
accept(listener)
# ANCHOR_END: listing
