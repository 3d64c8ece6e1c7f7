def run(task):
    clock, answer = 0, None
    try:
        while True:
            what, value = task.send(answer)
            answer = None
            if what == "sleep":
                clock += value
            elif what == "now":
                answer = clock
    except StopIteration:
        return clock
