def run(task):
    clock = 0
    return clock
