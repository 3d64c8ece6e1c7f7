def mean_depth():
    while True:
        yield
