def send_all(connection, data):
    yield "write", connection
    while data:
        data = data[connection.send(data) :]
