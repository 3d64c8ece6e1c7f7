def mean_depth():
    total, count = 0, 0
    while True:
        depth = yield
        total += depth
        count += 1
        yield total / count
