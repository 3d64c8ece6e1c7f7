import sys


def total(readings):
    sys.setswitchinterval(0.000001)
    return sum(readings)
