def watch(task, ring):
    def ended(task):
        try:
            task.result()
            ring("docked")
        except BaseException:
            ring("sunk")

    task.add_done_callback(ended)
