def relay(legs):
    results = []
    for leg in legs:
        results.append((yield list(leg)))
    return results
