class Source:
    def __init__(self, socket):
        self.socket = socket

    def notify(self):
        pass

    def poll_read(self, size):
        try:
            return self.socket.recv(size)
        except BlockingIOError:
            return None
