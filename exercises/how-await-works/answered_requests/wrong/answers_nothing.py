def run(task):
    clock = 0
    for what, value in task:
        if what == "sleep":
            clock += value
    return clock
