def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def fib_all(pool, numbers):
    return [pool.submit(lambda: fib(n)).result() for n in numbers]
