def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def append_fib(results, n):
    results.append(fib(n))


def fib_all(pool, numbers):
    results = []
    futures = [pool.submit(append_fib, results, n) for n in numbers]
    for future in futures:
        future.result()
    return results
