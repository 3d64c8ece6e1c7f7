def drain(connection):
    got = b""
    while piece := connection.recv(16):
        got += piece
    return got
