"""nginx and Varnish as they stand before the built-in server: real ones, with what `dateline press …` prints."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
KINDS_OF_TEMPORARY_FILES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def has_brotli() -> bool:
    """Whether nginx's brotli module lies where Debian puts it."""
    return BROTLI.exists()


@contextmanager
def nginx(port: int, site: str, *, workers: int = 1, http: str = "access_log off;") -> Iterator[None]:
    """A real nginx with this within its http block."""
    with tempfile.TemporaryDirectory(prefix="dateline-nginx-") as name:
        folder = Path(name)
        (folder / "site.conf").write_text(site)
        temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in KINDS_OF_TEMPORARY_FILES)
        (folder / "nginx.conf").write_text(
            f"""{f"load_module {BROTLI};" if has_brotli() else ""}
            {"user root;" if os.geteuid() == 0 else ""} daemon off; worker_processes {workers}; pid {folder}/pid;
            pcre_jit on; events {{ worker_connections 512; }}
            http {{ {http} keepalive_requests 1000000; {temporary} include {folder}/site.conf; }}"""
        )
        command = [_program("nginx"), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
        with subprocess.Popen(command) as server:
            try:
                _wait(server, port, folder / "error.log")
                yield
            finally:
                server.terminate()
                server.wait(10)


@contextmanager
def varnish(port: int, vcl: str, *, parameters: tuple[str, ...] = ()) -> Iterator[Path]:
    """A real varnishd with this VCL; yields its working folder, by which `varnishadm -n` finds it."""
    with tempfile.TemporaryDirectory(prefix="dateline-varnish-") as name:
        folder = Path(name)
        (folder / "dateline.vcl").write_text(vcl)
        command = [
            _program("varnishd"), "-F", "-n", str(folder / "work"), "-a", f"127.0.0.1:{port}",
            "-f", str(folder / "dateline.vcl"), "-s", "malloc,64m", *parameters,
        ]  # fmt: skip
        if os.geteuid() == 0:
            folder.chmod(0o755)
            command[1:1] = ["-j", "none"]
        log = folder / "log"
        with log.open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said) as server:
            try:
                _wait(server, port, log)
                yield folder / "work"
            finally:
                server.terminate()
                server.wait(20)


def _program(name: str) -> str:
    return shutil.which(name) or shutil.which(f"/usr/sbin/{name}") or _missing(name)


def _missing(name: str) -> str:
    raise SystemExit(f"{name} is not installed; `make bench` installs it as root")


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Wait until it listens; what it said when it does not."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError, SystemExit):
            import socket

            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on {port}: {log.read_text() if log.exists() else ''}")
