async def door(accept, serve):
    while True:
        serve(await accept())
