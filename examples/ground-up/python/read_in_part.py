# clock: real
import selectors
import socket


def ask(selector, when):
    told = "can be read" if selector.select(0) else "nothing"
    print(f"{when}: {told}")


def main():
    ours, theirs = socket.socketpair()
    with ours, theirs, selectors.DefaultSelector() as selector:
        selector.register(ours, selectors.EVENT_READ)

        theirs.send(b"tide")
        ask(selector, "four bytes have come")
        ours.recv(1)
        ask(selector, "one of them is read")
        theirs.send(b"!")
        ask(selector, "one more has come")
        ours.recv(4)
        ask(selector, "all are read")


main()
