async def messages(reader):
    lines = []
    while line := (await reader.readline()).decode().rstrip("\n"):
        lines.append(line)
    return lines
