def total(readings):
    return sum(readings)
