"""A few blocking sockets that send a message and check that it returns."""

from __future__ import annotations

import socket

from .processes import BenchError

TIMEOUT_SECONDS = 60.0
MESSAGE = bytes(range(64))


def connect(port: int) -> socket.socket:
    """Connects to 127.0.0.1."""
    return socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS)


def echo(connection: socket.socket, message: bytes = MESSAGE) -> None:
    """One message there and back."""
    connection.sendall(message)
    received = b""
    while len(received) < len(message):
        piece = connection.recv(len(message) - len(received))
        if not piece:
            raise BenchError("the server closed a connection before its echo was complete")
        received += piece
    if received != message:
        raise BenchError("the server echoed something else")
