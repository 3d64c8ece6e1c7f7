"""A loop whose tasks wait for futures, but no future wakes it."""

from async_socket import wait_for
from select_loop import SelectLoop


class FutureLoop(SelectLoop):
    """Its tasks also wait for the futures of a pool."""

    def wait(self, task, reason, what):
        if reason == "future":
            what.add_done_callback(lambda _: self.future_done(task))
        else:
            super().wait(task, reason, what)

    def future_done(self, task):
        self.ready.append(task)


async def result_of(future):
    await wait_for("future", future)
    return future.result()
