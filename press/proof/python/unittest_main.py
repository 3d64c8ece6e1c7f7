"""`python -m unittest` as a file: runs the test modules that its arguments name."""

import unittest

if __name__ == "__main__":
    unittest.main(module=None)
