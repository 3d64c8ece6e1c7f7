def patience(is_ready, deadlines, now):
    if is_ready:
        return 0
    if not deadlines:
        return None
    return min(deadlines) - now
