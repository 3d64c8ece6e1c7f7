from threading import Thread


def serve(accept, attend):
    while client := accept():
        Thread(target=attend(client), daemon=True).start()
