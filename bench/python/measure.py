"""Measures a loop of Python: measure.py <peer> <work> <size> …

The figures are on the last line. A work that serves prints first which port
it has.
"""

import os
import sys

ENGINES = "asyncio", "uvloop", "rloop"


def peer_of(name):
    if name in ENGINES:
        from on_asyncio import Asyncio

        return Asyncio(name)
    if name == "trio":
        from on_trio import Trio

        return Trio()
    if name == "curio":
        from on_curio_kernel import Curio

        return Curio()
    from on_generators import Generators

    return Generators()


def version_of(name):
    if name == "asyncio":
        return sys.version.split()[0]
    from importlib.metadata import version

    return version(name)


def say(line):
    print(line, flush=True)
    # A million tasks that are cancelled one by one would take their time.
    os._exit(0)


def main():
    name, work, *sizes = sys.argv[1:]
    if work == "version":
        say(version_of(name))
    peer = peer_of(name)
    method = getattr(peer, work.replace(" ", "_") + "_work", None)
    if method is None:
        say("none it has no such thing")
    try:
        figures = peer.run(method, *map(int, sizes))
    except Exception as error:  # noqa: BLE001
        say(f"none {type(error).__name__}: {error}")
    say("figures " + " ".join(map(str, figures)))


if __name__ == "__main__":
    main()
