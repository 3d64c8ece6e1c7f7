# clock: real
from threading import Lock, Thread

replies = 0
lock = Lock()


def attend(requests):
    global replies
    for _ in range(requests):
        with lock:
            replies += 1


threads = [Thread(target=attend, args=[10_000]) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"{replies} replies")
