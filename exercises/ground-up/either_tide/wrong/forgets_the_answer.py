import types


@types.coroutine
def either(north, south):
    yield north, south
