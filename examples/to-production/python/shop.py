def size_of(letter):
    """How many letters follow this one, which an order begins with."""
    if not letter.isdigit():
        raise ValueError(f"no size: {letter.decode()}")
    return int(letter)
