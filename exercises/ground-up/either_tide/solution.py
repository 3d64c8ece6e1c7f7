import types


@types.coroutine
def either(north, south):
    _, metres = yield north, south
    return metres
