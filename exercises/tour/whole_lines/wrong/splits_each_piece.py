async def messages(reader):
    lines = []
    while piece := await reader.read(100):
        lines += piece.decode().splitlines()
    return lines
