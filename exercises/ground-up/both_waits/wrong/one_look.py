def wait_until(at, now):
    yield at


def both(first, second):
    waits = [first, second]
    while waits:
        requests = []
        for wait in list(waits):
            try:
                requests.append(next(wait))
            except StopIteration:
                waits.remove(wait)
        if requests:
            yield min(requests)
