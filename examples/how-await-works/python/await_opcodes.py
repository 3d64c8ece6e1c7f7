import dis


def by_yield_from(leaf):
    return (yield from leaf)


async def by_await(leaf):
    return await leaf


def waiting_part(function):
    names = [step.opname for step in dis.get_instructions(function)]
    begin = names.index("SEND") - 2
    end = names.index("JUMP_BACKWARD_NO_INTERRUPT") + 1
    return names[begin:end]


old = waiting_part(by_yield_from)
new = waiting_part(by_await)
for before, after in zip(old, new, strict=True):
    print(f"{before:30}{after}")
