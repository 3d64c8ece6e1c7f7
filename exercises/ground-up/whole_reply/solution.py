def send_all(connection, data):
    while data:
        yield "write", connection
        data = data[connection.send(data) :]
