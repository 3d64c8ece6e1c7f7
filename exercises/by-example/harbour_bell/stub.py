def watch(task, ring):
    def ended(task):
        task.result()
        ring("docked")

    task.add_done_callback(ended)
