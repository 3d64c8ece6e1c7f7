"""Sends each line you type, prints each reply: python talk.py port"""

import socket
import sys

port = int(sys.argv[1])
with socket.create_connection(("127.0.0.1", port)) as service:
    replies = service.makefile("r")
    for line in sys.stdin:
        service.sendall(line.encode())
        print(replies.readline(), end="", flush=True)
