import os
import subprocess
import sys
import unittest

from trio_changes import limit_made_early, lone_error, run


def run_on(release, change):
    """The same, on an older release of trio."""
    folder = f"{sys.prefix}/older/trio=={release}"
    if not os.path.isdir(folder):
        raise FileNotFoundError(folder)
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "trio_changes.py", change],
        env={"PYTHONPATH": folder},
        capture_output=True,
        check=True,
        text=True,
    )
    return answer.stdout.strip()


class Trio(unittest.TestCase):
    def test_lone_error_leaves_a_nursery_in_a_group(self):
        self.assertEqual(run(lone_error), "ExceptionGroup")

    def test_lone_error_left_a_nursery_bare_in_trio_0_24_until_3_12(
        self,
    ):
        self.assertEqual(run_on("0.24.0", "lone_error"), "ValueError")

    def test_limit_counts_from_where_it_is_entered(self):
        self.assertEqual(run(limit_made_early), "6 s")

    def test_limit_counted_from_where_it_was_made_in_trio_0_26(self):
        self.assertEqual(run_on("0.26.2", "limit_made_early"), "5 s")


if __name__ == "__main__":
    unittest.main()
