def mean_depth():
    count, mean = 0, None
    while True:
        depth = yield mean
        count += 1
        mean = depth / 1
