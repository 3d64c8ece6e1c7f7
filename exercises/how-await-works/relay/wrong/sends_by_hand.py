def relay(legs):
    results = []
    for leg in legs:
        sent = None
        while True:
            try:
                sent = yield leg.send(sent)
            except StopIteration:
                results.append(None)
                break
    return results
