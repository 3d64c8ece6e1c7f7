from functools import reduce
from operator import add


def total(readings):
    return reduce(add, readings)
