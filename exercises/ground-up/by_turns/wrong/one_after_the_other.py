def run(tasks):
    for task in tasks:
        for _ in task:
            pass
