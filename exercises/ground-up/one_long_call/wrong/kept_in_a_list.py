def total(readings):
    result = 0
    for reading in list(readings):
        result += reading
    return result
