import errno

NO_ROOM = errno.EMFILE, errno.ENFILE


async def door(accept, serve):
    while True:
        try:
            client = await accept()
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
        else:
            serve(client)
