"""A few blocking sockets that send a message and check that it returns."""

from __future__ import annotations

import socket

from .processes import BenchError

TIMEOUT_SECONDS = 60.0
# ip(7); Python has no name for it before 3.12.
IP_BIND_ADDRESS_NO_PORT = 24
MESSAGE = bytes(range(64))


def connect(port: int, source: str = "127.0.0.1") -> socket.socket:
    """Connects to 127.0.0.1 from an address of the loopback network."""
    connection = socket.socket()
    connection.settimeout(TIMEOUT_SECONDS)
    # The port is picked when the peer is known: one that waits out an earlier connection to another
    # server (TIME_WAIT) will do.
    connection.setsockopt(socket.IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1)
    connection.bind((source, 0))
    connection.connect(("127.0.0.1", port))
    return connection


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
