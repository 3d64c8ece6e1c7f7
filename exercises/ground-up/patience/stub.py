def patience(is_ready, deadlines, now):
    return None
