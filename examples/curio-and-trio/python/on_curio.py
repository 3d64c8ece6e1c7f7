"""curio as this chapter's programs use it.

When curio 1.6 is imported, it asks for four names that Python 3.12
removed. This module puts them back before it imports curio. On Python
3.11 there is nothing to put back.
"""

import logging
import ssl
from multiprocessing import connection

# ANCHOR: names
for _name in "CHALLENGE", "WELCOME", "FAILURE":
    if not hasattr(connection, _name):
        setattr(connection, _name, getattr(connection, f"_{_name}"))
if not hasattr(ssl, "wrap_socket"):
    # curio documents a function by it, which these programs never call.
    ssl.wrap_socket = None
# ANCHOR_END: names

import curio


class _WithoutTraceback(logging.Formatter):
    def formatException(self, _):
        return ""


# A traceback would show where curio is installed.
_handler = logging.StreamHandler()
_handler.setFormatter(_WithoutTraceback())
logging.getLogger("curio").addHandler(_handler)

__all__ = ["curio", "run", "say"]

_start = 0.0


def run(main):
    """Do what `curio.run` does, and count the time from here."""

    async def from_the_start():
        global _start
        _start = await curio.clock()
        return await main()

    return curio.run(from_the_start)


async def say(line):
    """Print `line` under the kernel's own time, in seconds since `run`."""
    print(f"{await curio.clock() - _start:.1f} s  {line}")
