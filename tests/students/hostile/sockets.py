"""Tries to talk to somebody: a server and a client, on this machine only."""

import socket

from minigrad.scalar import Value


def test_that_listens_and_calls():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
    for port in (22, 80, 5432):
        with socket.socket() as client:
            client.settimeout(0.2)
            assert client.connect_ex(("127.0.0.1", port))


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)
