def run(tasks):
    pass
