import types


@types.coroutine
def leaf():
    print("leaf: passes a request up")
    answer = yield ("wait for", "high tide")
    print(f"leaf: is sent {answer!r}")


async def pilot():
    await leaf()


async def ferry():
    await pilot()


task = ferry()
print("loop: sends None")
request = task.send(None)
print(f"loop: receives {request!r}")
print("loop: high tide comes")
try:
    task.send("5 metres")
except StopIteration:
    print("loop: the task has ended")
