# clock: real
import sys
from threading import Lock, Thread


# ANCHOR: listing
def long_request():
    for _ in range(20_000_000):
        pass
    replies.append("Gull")


def short_request():
    line.acquire()
    replies.append("Heron")


for interval in [1000, 0.005]:
    sys.setswitchinterval(interval)
    replies, line = [], Lock()
    line.acquire()
    heron = Thread(target=short_request)
    heron.start()
    line.release()  # now Heron's thread could go on
    long_request()
    heron.join()
    print(f"interval of {interval} s: {', '.join(replies)}")
# ANCHOR_END: listing
