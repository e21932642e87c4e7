"""Real servers on loopback that answer as each test says, and keep what they were asked."""

import http.server
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dateline.house.fetching.guard import Guard

Reply = Callable[[http.server.BaseHTTPRequestHandler], None]


@dataclass
class Server:
    """A server that answers as each test says, and keeps what it was asked."""

    port: int = 0
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def guard(self, *names: str) -> Guard:
        """These names lead here, by a resolver of our own."""
        return Guard(
            frozenset(f"{name}:{self.port}" for name in names), resolve=lambda host, port: ["127.0.0.1"]
        )

    def url(self, name: str, path: str = "/", scheme: str = "http") -> str:
        return f"{scheme}://{name}:{self.port}{path}"


def serving(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            server.replies[self.path](self)

        def log_message(self, *args: object) -> None:
            return None

    class Quiet(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            return None

    with Quiet(("127.0.0.1", 0), Handler) as running:
        if context:
            running.socket = context.wrap_socket(running.socket, server_side=True)
        server.port = running.server_address[1]
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        running.shutdown()
        thread.join()


def says(body: bytes, status: int = 200, **headers: str) -> Reply:
    """An answer; header names with underscores."""

    def reply(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in ({"content_length": str(len(body))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def leads(where: str) -> Reply:
    """A redirect."""
    return says(b"", 302, location=where)
