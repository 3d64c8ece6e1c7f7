def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def fib_all(pool, numbers):
    futures = [pool.submit(fib, n) for n in numbers]
    return [future.result() for future in futures]
