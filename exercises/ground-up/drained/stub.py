def drain(connection):
    return connection.recv(16)
