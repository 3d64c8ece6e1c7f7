def watch(task, ring):
    def ended(task):
        if task.exception():
            ring("sunk")
        elif task.cancelled():
            ring("turned back")
        else:
            ring("docked")

    task.add_done_callback(ended)
