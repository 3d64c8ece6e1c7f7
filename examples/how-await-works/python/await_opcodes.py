import difflib
import dis


def by_yield_from(leaf):
    return (yield from leaf)


async def by_await(leaf):
    return await leaf


def waiting_part(function):
    names = [step.opname for step in dis.get_instructions(function)]
    begin = next(i for i, name in enumerate(names) if "GET_" in name)
    end = names.index("JUMP_BACKWARD_NO_INTERRUPT") + 1
    return names[begin:end]


old = waiting_part(by_yield_from)
new = waiting_part(by_await)
print(*difflib.ndiff(old, new), sep="\n")
