async def shop(queue):
    sold = []
    while True:
        sold.append(await queue.get())
    return sold
