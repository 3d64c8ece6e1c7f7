def send_all(connection, data):
    yield "write", connection
    connection.send(data)
