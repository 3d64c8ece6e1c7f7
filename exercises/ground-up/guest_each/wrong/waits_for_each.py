from threading import Thread


def serve(accept, attend):
    while client := accept():
        thread = Thread(target=attend, args=[client], daemon=True)
        thread.start()
        thread.join()
