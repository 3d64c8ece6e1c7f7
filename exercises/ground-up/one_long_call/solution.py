def total(readings):
    result = 0
    for reading in readings:
        result += reading
    return result
