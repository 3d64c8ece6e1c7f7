import types


@types.coroutine
def turn():
    yield None
    yield "next turn"
