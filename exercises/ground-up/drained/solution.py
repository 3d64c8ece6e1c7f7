def drain(connection):
    got = b""
    try:
        while piece := connection.recv(16):
            got += piece
    except BlockingIOError:
        pass
    return got
