def watch(task, ring):
    def ended(task):
        if task.cancelled():
            ring("turned back")
        elif task.exception():
            ring("sunk")
        else:
            ring("docked")

    task.add_done_callback(ended)
