"""`python -m unittest` as a file: runs the test modules that its arguments name."""

import unittest

unittest.main(module=None)
