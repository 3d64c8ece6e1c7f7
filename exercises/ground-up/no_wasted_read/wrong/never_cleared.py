class Source:
    def __init__(self, socket):
        self.socket, self.exhausted = socket, False

    def notify(self):
        pass

    def poll_read(self, size):
        if self.exhausted:
            return None
        try:
            part = self.socket.recv(size)
        except BlockingIOError:
            self.exhausted = True
            return None
        self.exhausted = 0 < len(part) < size
        return part
