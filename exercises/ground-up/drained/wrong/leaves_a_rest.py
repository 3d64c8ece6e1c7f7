def drain(connection):
    got = piece = connection.recv(16)
    while len(piece) == 16 and len(got) < 32:
        piece = connection.recv(16)
        got += piece
    return got
