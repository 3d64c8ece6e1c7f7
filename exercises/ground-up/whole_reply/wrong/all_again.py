def send_all(connection, data):
    left = len(data)
    while left > 0:
        yield "write", connection
        left -= connection.send(data[:left])
