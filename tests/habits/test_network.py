"""The suite needs no internet: a test that would ask it is stopped before a packet leaves."""

import socket

import pytest


def test_a_socket_to_elsewhere_is_refused():
    with pytest.raises(Exception, match="allowed: "):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
