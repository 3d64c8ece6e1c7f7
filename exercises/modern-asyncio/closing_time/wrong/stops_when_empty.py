async def shop(queue):
    sold = [await queue.get()]
    while not queue.empty():
        sold.append(await queue.get())
    return sold
