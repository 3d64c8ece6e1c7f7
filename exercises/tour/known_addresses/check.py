import socket
import threading

from answer import addresses
from exam import Wrong, expect, run

TYPES = socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW
HOSTS = "192.0.2.7", "192.0.2.8"  # addresses for examples


class Resolver:
    """Answers in place of the system, and notes who asks."""

    thread = None

    def getaddrinfo(
        self, host, port, family=0, type=0, proto=0, flags=0
    ):
        self.thread = threading.current_thread()
        host.encode("idna")  # a UnicodeError, as the real one
        if host != "db.example":
            raise socket.gaierror(socket.EAI_NONAME, "unknown name")
        return [
            (socket.AF_INET, each, 0, "", (address, port or 0))
            for address in HOSTS
            for each in TYPES
            if type in (0, each)
        ]


def looked_up(name):
    """What `addresses` returns, and the thread of the resolver."""
    resolver, asked = Resolver(), socket.getaddrinfo
    socket.getaddrinfo = resolver.getaddrinfo
    try:
        return run(addresses(name)), resolver.thread
    except UnicodeError:
        raise Wrong(
            "A part of the name has 64 letters, and a UnicodeError leaves "
            "`addresses`: not each error of a lookup is an OSError."
        ) from None
    except socket.gaierror:
        raise Wrong(
            "The name does not exist, and a gaierror leaves `addresses`."
        ) from None
    finally:
        socket.getaddrinfo = asked


def check():
    found, thread = looked_up("db.example")
    expect(
        thread is not threading.current_thread(),
        "The resolver is called in the thread of the loop: "
        "until it has an answer, no other task runs.",
    )
    expect(
        sorted(set(found)) != sorted(HOSTS) or len(found) == len(HOSTS),
        f"The name has 2 addresses, and `addresses` returns {len(found)}: "
        "each comes once for each type of socket.",
    )
    expect(
        sorted(found) == sorted(HOSTS),
        f"The name has the addresses {HOSTS}, and `addresses` returns "
        f"{found}.",
    )
    for name in "comet.invalid", "c" * 64 + ".invalid":
        found, _ = looked_up(name)
        expect(
            found == [],
            f"There is no {name[-13:]}, and `addresses` returns {found}.",
        )
