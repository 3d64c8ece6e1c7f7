import os
import subprocess
import sys
import unittest

import trio  # noqa: F401, makes the harness prepare all releases of it

LONE_ERROR = """
import trio

async def bake():
    raise ValueError

async def main():
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(bake)
    except Exception as error:
        print(type(error).__name__)

trio.run(main)
"""

MADE_EARLY = """
import trio
from trio.testing import MockClock

async def main():
    limit = trio.move_on_after(5)
    await trio.sleep(3)
    with limit:
        await trio.sleep(3)
    print(f"left after {trio.current_time():.0f} s")

trio.run(main, clock=MockClock(autojump_threshold=0))
"""


def printed(program, release=None):
    """By that release of trio, or by the one of the requirements."""
    folder = f"{sys.prefix}/older/trio=={release}" if release else ""
    if release and not os.path.isdir(folder):
        raise FileNotFoundError(folder)
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        env={"PYTHONPATH": folder},
        capture_output=True,
        check=True,
        text=True,
    )
    return answer.stdout.strip()


class Trio(unittest.TestCase):
    def test_lone_error_leaves_a_nursery_in_a_group(self):
        self.assertEqual(printed(LONE_ERROR), "ExceptionGroup")

    def test_lone_error_left_a_nursery_bare_in_trio_0_24_until_3_12(
        self,
    ):
        self.assertEqual(printed(LONE_ERROR, "0.24.0"), "ValueError")

    def test_limit_counts_from_where_it_is_entered(self):
        self.assertEqual(printed(MADE_EARLY), "left after 6 s")

    def test_limit_counted_from_where_it_was_made_in_trio_0_26(self):
        self.assertEqual(
            printed(MADE_EARLY, "0.26.2"), "left after 5 s"
        )


if __name__ == "__main__":
    unittest.main()
