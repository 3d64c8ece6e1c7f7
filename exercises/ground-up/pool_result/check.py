import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait

from answer import Loop
from exam import Wrong, expect


class Watched(Future):
    loop = None

    def result(self, timeout=None):
        if not self.done() and threading.current_thread() is self.loop:
            raise Wrong(
                "Gull waits for a future, and the loop asks it for its "
                "result: `result()` blocks the thread of the loop, and "
                "Heron has no turn."
            )
        return super().result(timeout)

    def __next__(self):
        raise Wrong(
            "The future is in the ready queue in place of Gull: a callback "
            "is called with the future, and has to put the task in."
        )


def check():
    loop, future = Loop(), Watched()
    heron_has_ended, gull_goes_on = threading.Event(), threading.Event()
    resumed_in = []

    def gull():
        yield future
        expect(
            future.done(),
            "Gull goes on, and its future is not done: "
            "put the task back when the future says that it is done.",
        )
        resumed_in.append(threading.current_thread())
        gull_goes_on.set()

    def heron():
        for _ in range(3):
            done = Watched()
            done.set_result(None)
            yield done
        heron_has_ended.set()

    def compute():
        heron_has_ended.wait()
        future.set_result(6765)

    def run():
        future.loop = threading.current_thread()
        loop.spawn(gull())
        loop.spawn(heron())
        loop.run()

    threading.Thread(target=compute, daemon=True).start()
    ran = ThreadPoolExecutor().submit(run)
    ran.add_done_callback(lambda _: gull_goes_on.set())
    gull_goes_on.wait(2)
    if ran.done():
        ran.result()
    expect(
        resumed_in,
        "The future is done, and Gull does not go on: "
        "put the task into the ready queue when the future is done.",
    )
    expect(
        resumed_in == [future.loop],
        "Gull goes on in the thread of the pool: a callback may only put "
        "the task into the ready queue, and the loop resumes it.",
    )
    expect(
        not wait([ran], 2).not_done,
        "Both tasks have ended, and the loop runs on.",
    )
