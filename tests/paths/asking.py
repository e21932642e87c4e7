"""Asking a server for exactly what is written, and comparing what two of them answer."""

import re
from dataclasses import dataclass
from http.client import HTTPConnection

# What a server says of itself, of this connection and of this second. A tag's value is each server's own; that it
# works is asked apart.
ITS_OWN = {
    "server",
    "date",
    "connection",
    "keep-alive",
    "transfer-encoding",
    "etag",
    "expires",
    "x-request-id",
}


@dataclass
class Answer:
    """What came over the wire, header names in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def compared(self) -> tuple[int, dict[str, str], bytes]:
        return self.status, {k: v for k, v in self.headers.items() if k not in ITS_OWN}, self.body

    @property
    def without_secrets(self) -> tuple[int, dict[str, str], bytes]:
        """Forms carry a token of their own each time."""
        status, headers, body = self.compared
        body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)
        return status, {k: v for k, v in headers.items() if k != "set-cookie"}, body


def ask(port: int, target: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, target, skip_accept_encoding=True, skip_host="Host" in named)
        for name, value in named.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        reply = connection.getresponse()
        return Answer(reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read())
    finally:
        connection.close()
