# clock: real
import sys
from threading import Lock, Thread
from time import monotonic


# ANCHOR: listing
def long_request():
    end = monotonic() + 0.5
    while monotonic() < end:
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
