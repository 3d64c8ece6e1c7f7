"""A client of the fib service, for the programs that show it."""


def ask(ferry, service, n):
    service.sendall(b"%d\n" % n)
    print(f"{ferry}: fib({n}) is {int(service.recv(100))}")
