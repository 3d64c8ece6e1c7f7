from threading import Thread


def serve(accept, attend):
    threads = []
    while client := accept():
        thread = Thread(target=attend, args=[client], daemon=True)
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
