import types


@types.coroutine
def turn():
    yield "next turn"
