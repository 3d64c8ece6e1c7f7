# clock: real
import fcntl
import resource
import select
import socket

_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(2048, most), most))


# ANCHOR: listing
def ask_select(descriptor):
    readable, _, _ = select.select([descriptor], [], [], 0)
    return f"{len(readable)} ready"


def ask_poll(descriptor):
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return f"{len(poll.poll(0))} ready"


def ask(descriptor):
    for question in [ask_select, ask_poll]:
        try:
            print(f"{question.__name__}: {question(descriptor)}")
        except ValueError as error:
            print(f"{question.__name__}: {error}")


gull, server = socket.socketpair()
gull.send(b"10\n")
ask(server.fileno())
print("the same socket as number 1024:")
ask(fcntl.fcntl(server, fcntl.F_DUPFD, 1024))
# ANCHOR_END: listing
