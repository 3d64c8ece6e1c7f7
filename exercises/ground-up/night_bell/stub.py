import socket


class Bell:
    def __init__(self):
        self.inside, self.outside = socket.socketpair()

    def fileno(self):
        return self.inside.fileno()

    def ring(self):
        pass

    def silence(self):
        pass
