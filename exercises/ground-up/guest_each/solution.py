from threading import Thread


def serve(accept, attend):
    while client := accept():
        Thread(target=attend, args=[client], daemon=True).start()
