"""`python -m unittest` as a file: runs the test modules that its arguments name.

Tests that EXPECTED_FAILURES names must fail: they tell of other releases of Python.
"""

import os
import unittest

EXPECTED = os.environ.pop("EXPECTED_FAILURES", "").split()


class Loader(unittest.TestLoader):
    def getTestCaseNames(self, case):
        names = super().getTestCaseNames(case)
        for name in set(EXPECTED).intersection(names):
            unittest.expectedFailure(getattr(case, name))
        return names


if __name__ == "__main__":
    unittest.main(module=None, testLoader=Loader())
