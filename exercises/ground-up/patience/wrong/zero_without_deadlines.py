def patience(is_ready, deadlines, now):
    if is_ready or not deadlines:
        return 0
    return max(min(deadlines) - now, 0)
