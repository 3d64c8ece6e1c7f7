import types


@types.coroutine
def either(north, south):
    _, metres = yield (north,)
    if metres is None:
        _, metres = yield (south,)
    return metres
