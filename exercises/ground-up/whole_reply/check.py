from answer import send_all
from exam import Wrong, expect


class Connection:
    room, got = 0, b""

    def send(self, data):
        if not self.room:
            raise Wrong(
                "The connection has no room, and `send` is called: "
                "yield the request before each `send`."
            )
        taken = data[: self.room]
        self.got += taken
        self.room = 0
        return len(taken)


def check():
    connection = Connection()
    for count, request in enumerate(
        send_all(connection, b"0123456789")
    ):
        expect(
            request == ("write", connection),
            f"The task yields {request}: yield ('write', connection).",
        )
        expect(count < 9, "The task never ends.")
        connection.room = 4
    got = connection.got
    expect(
        len(got) >= 10,
        f"The reply has 10 bytes, and {len(got)} of them are sent: "
        "`send` has taken a part, and the rest waits for its turn.",
    )
    expect(
        got == b"0123456789",
        f"The bytes arrive as {got}: go on behind those that are sent.",
    )
