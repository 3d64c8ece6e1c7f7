import types


@types.coroutine
def either(north, south):
    _, metres = yield (north,)
    return metres
