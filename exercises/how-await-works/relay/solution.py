def relay(legs):
    results = []
    for leg in legs:
        results.append((yield from leg))
    return results
