def run(task):
    clock = 0
    try:
        while True:
            what, value = next(task)
            if what == "sleep":
                clock += value
            elif what == "now":
                next(task)
                task.send(clock)
    except StopIteration:
        return clock
