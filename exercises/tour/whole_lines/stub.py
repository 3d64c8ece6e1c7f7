async def messages(reader):
    lines = []
    while piece := await reader.read(100):
        lines.append(piece.decode().rstrip("\n"))
    return lines
