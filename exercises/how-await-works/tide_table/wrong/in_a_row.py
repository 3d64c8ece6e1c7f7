def run(tasks, clock):
    for task in tasks:
        for seconds in task:
            clock[0] += seconds
