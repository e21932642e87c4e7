"""FTP, SFTP and mail against real servers on loopback: pyftpdlib, asyncssh's own, Dovecot."""

import asyncio
import email.message
import ftplib
import getpass
import imaplib
import json
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import asyncssh
import pytest
import trustme
from django.conf import LazySettings
from tests.conftest import skip_or_fail

from dateline.house.fetching import fetcher
from dateline.licences.models import Partner
from dateline.licences.rules import Source as Settings
from dateline.licences.rules import SourceKind, source_to_json
from dateline.wire.actions import polling, sourcing
from dateline.wire.models import Source, SourceFile, Unread, WireItem, WirePicture
from dateline.wire.parsers import sniff
from dateline.wire.sources import mail

from .conftest import NOON, draw

PASSWORD = "seven-grey-herons"  # a test's
# pyftpdlib stands on a module that Python has announced the end of.
pytestmark = pytest.mark.filterwarnings("ignore:The asyn:DeprecationWarning")


def follow(partner: Partner, kind: SourceKind, location: str, **more: object) -> Source:
    source = Settings(kind, location, key_env="QUAY_KEY", **more)  # type: ignore[arg-type]
    partner.sources = [source_to_json(source)]
    partner.save()
    sourcing.keep_sources(NOON)
    return Source.objects.get(location=location)


def guids(polled: polling.Polled | None) -> list[str]:
    assert polled is not None
    assert not polled.error, polled.error
    return [f"{receipt.guid} {receipt.state}" for receipt in polled.receipts]


def message(guid: str, **more: object) -> str:
    return json.dumps(
        {"uri": guid, "type": "text", "version": "1", "headline": guid, "body_text": "Lights."} | more
    )


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> None:
    monkeypatch.setenv("QUAY_KEY", PASSWORD)
    settings.GATEWAYS = frozenset({"localhost"})


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusts(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    monkeypatch.setattr(fetcher, "trusted", lambda: trusted)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """The folder that the server gives to whoever signs in."""
    folder = tmp_path / "server"
    (folder / "out").mkdir(parents=True)
    return folder


@contextmanager
def ftp(scheme: str, shelf: Path, authority: trustme.CA) -> Iterator[str]:
    """pyftpdlib in a thread; the address of the folder `out` on it."""
    from pyftpdlib import handlers
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.servers import FTPServer

    people = DummyAuthorizer()
    people.add_user("quay", PASSWORD, str(shelf), perm="elr")
    kind = handlers.TLS_FTPHandler if scheme == "ftps" else handlers.FTPHandler
    handler = type("Handler", (kind,), {"authorizer": people, "use_sendfile": False, "use_gmt_times": True})
    if scheme == "ftps":
        bundle = shelf / "ftp.pem"
        authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(bundle)
        handler.certfile = str(bundle)
        handler.tls_control_required = handler.tls_data_required = True
    server = FTPServer(("127.0.0.1", 0), handler)
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            server.serve_forever(timeout=0.02, blocking=False, handle_exit=False)
        server.close_all()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"{scheme}://localhost:{server.address[1]}/out"
    over.set()
    thread.join(5)


HOST_KEY = asyncssh.generate_private_key("ssh-ed25519")


@pytest.fixture
def sftp(shelf: Path) -> Iterator[str]:
    """asyncssh's server in a thread; the address of the folder `out` on it."""

    class Door(asyncssh.SSHServer):
        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == ("quay", PASSWORD)

    def within(channel: asyncssh.SSHServerChannel) -> asyncssh.SFTPServer:
        return asyncssh.SFTPServer(channel, chroot=str(shelf))

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        asyncssh.listen("127.0.0.1", 0, server_factory=Door, server_host_keys=[HOST_KEY], sftp_factory=within)
    )
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield f"sftp://localhost:{server.get_port()}/out"

    async def end() -> None:
        server.close()
        await server.wait_closed()

    asyncio.run_coroutine_threadsafe(end(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


@pytest.fixture(params=["ftp", "ftps", "sftp"])
def files(
    request: pytest.FixtureRequest, partner: Partner, shelf: Path, authority: trustme.CA, trusts: None
) -> Iterator[Source]:
    """A source on each kind of server."""
    if request.param == "sftp":
        location = request.getfixturevalue("sftp")
        yield follow(
            partner, SourceKind.FTP, location, user="quay", host_key=HOST_KEY.get_fingerprint("sha256")
        )
        return
    with ftp(request.param, shelf, authority) as location:
        yield follow(partner, SourceKind.FTP, location, user="quay")


def test_new_files_are_fetched_once_and_stay_on_the_server(files: Source, shelf: Path) -> None:
    (shelf / "out" / "one.json").write_text(message("urn:q:1"))
    (shelf / "out" / ".hidden").write_text(message("urn:q:hidden"))
    (shelf / "out" / "two.json.part").write_text(message("urn:q:2"))
    (shelf / "out" / "folder").mkdir()
    assert guids(polling.poll(files, NOON)) == ["urn:q:1 filed"]
    assert guids(polling.poll(files, NOON + timedelta(hours=1))) == []
    (shelf / "out" / "two.json.part").rename(shelf / "out" / "two.json")
    assert guids(polling.poll(files, NOON + timedelta(hours=2))) == ["urn:q:2 filed"]
    assert (shelf / "out" / "one.json").exists()
    (shelf / "out" / "one.json").unlink()
    polling.poll(files, NOON + timedelta(hours=3))
    assert list(SourceFile.objects.values_list("name", flat=True)) == ["two.json"]


def test_a_backlog_has_its_kill_filed_first_and_a_half_written_file_waits(files: Source, shelf: Path) -> None:
    (shelf / "out" / "1.json").write_text(message("urn:q:1"))
    (shelf / "out" / "2.json").write_text(message("urn:q:1", version="2", pubstatus="canceled"))
    (shelf / "out" / "3.json").write_text(message("urn:q:3")[:50])
    assert guids(polling.poll(files, NOON)) == ["urn:q:1 killed", "urn:q:1 killed"]
    (shelf / "out" / "3.json").write_text(message("urn:q:3"))
    assert guids(polling.poll(files, NOON + timedelta(hours=1))) == ["urn:q:3 filed"]


def test_a_file_that_stays_broken_is_read_at_the_second_look(files: Source, shelf: Path) -> None:
    (shelf / "out" / "3.json").write_text(message("urn:q:3")[:50])
    assert guids(polling.poll(files, NOON)) == []
    [said] = guids(polling.poll(files, NOON + timedelta(hours=1)))
    assert said.endswith("unreadable")
    assert guids(polling.poll(files, NOON + timedelta(hours=2))) == []


def test_pictures_come_with_the_message_that_names_them_or_later(files: Source, shelf: Path) -> None:
    def named(href: str) -> dict[str, object]:
        return {"main": {"type": "picture", "renditions": {"main": {"href": href}}}}

    draw(shelf / "out" / "quay.png")
    draw(shelf / "out" / "unnamed.png")
    (shelf / "out" / "1.json").write_text(message("urn:q:1", associations=named("quay.png")))
    (shelf / "out" / "2.json").write_text(message("urn:q:2", associations=named("late.png")))
    polling.poll(files, NOON)
    states = dict(WirePicture.objects.values_list("href", "state"))
    assert states == {"quay.png": "attached", "late.png": "missing"}
    draw(shelf / "out" / "late.png", colour="navy")
    polling.poll(files, NOON + timedelta(hours=1))
    assert set(WirePicture.objects.values_list("state", flat=True)) == {"attached"}


def test_a_file_that_is_too_large_is_cut_short_and_keeps_no_other_from_being_read(
    files: Source, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sniff, "SIZE_LIMIT", 100_000)
    # More than any buffer between us and the server holds: it is hung up on in the middle.
    (shelf / "out" / "1.json").write_text(message("urn:q:1", body_text="Lights. " * 2_000_000))
    (shelf / "out" / "2.json").write_text(message("urn:q:2"))
    (shelf / "out" / "3.json").write_text(message("urn:q:3"))
    assert guids(polling.poll(files, NOON)) == ["urn:q:2 filed", "urn:q:3 filed"]
    [said] = guids(polling.poll(files, NOON + timedelta(hours=1)))  # it may have been half written
    assert said.endswith("unreadable")
    assert guids(polling.poll(files, NOON + timedelta(hours=2))) == []


def test_a_wrong_password_is_a_failure_that_says_so(files: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUAY_KEY", "another")
    polled = polling.poll(files, NOON)
    assert polled
    assert "did not give its files" in polled.error
    assert "another" not in polled.error


def test_a_server_that_is_not_named_is_not_called(files: Source, settings: LazySettings) -> None:
    settings.GATEWAYS = frozenset()
    polled = polling.poll(files, NOON)
    assert polled
    assert "private network" in polled.error


def test_another_host_key_gets_no_password(partner: Partner, sftp: str, shelf: Path) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").get_fingerprint("sha256")
    row = follow(partner, SourceKind.FTP, sftp, user="quay", host_key=other)
    polled = polling.poll(row, NOON)
    assert polled
    assert "another host key" in polled.error


@pytest.mark.parametrize("files", ["ftp", "ftps"], indirect=True)
def test_a_server_without_mlsd_is_asked_name_by_name(
    files: Source, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> Iterator[object]:
        raise ftplib.error_perm("500 unknown command")

    monkeypatch.setattr(ftplib.FTP, "mlsd", unknown)
    (shelf / "out" / "one.json").write_text(message("urn:q:1"))
    (shelf / "out" / "folder").mkdir()
    assert guids(polling.poll(files, NOON)) == ["urn:q:1 filed"]
    assert guids(polling.poll(files, NOON + timedelta(hours=1))) == []


@pytest.mark.parametrize("files", ["ftps"], indirect=True)
def test_a_certificate_of_nobody_gets_no_password(files: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "trusted", ssl.create_default_context)
    polled = polling.poll(files, NOON)
    assert polled
    assert "certificate" in polled.error.lower()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def dovecot(authority: trustme.CA) -> Iterator[tuple[int, int]]:
    """A real Dovecot with a mailbox of its own; its ports with TLS from the first byte, and with STARTTLS."""
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        skip_or_fail("dovecot is not on this machine")
    with tempfile.TemporaryDirectory(prefix="dateline-dovecot-") as folder:
        yield from _dovecot(str(program), Path(folder), authority)


def _dovecot(program: str, folder: Path, authority: trustme.CA) -> Iterator[tuple[int, int]]:
    folder.chmod(0o755)  # the mailbox's owner is another where root runs the tests
    me = getpass.getuser()
    is_root = os.getuid() == 0
    owner = "nobody" if is_root else me
    (folder / "mail").mkdir()
    shutil.chown(folder / "mail", owner)
    made = authority.issue_cert("localhost")
    made.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    made.private_key_pem.write_to_path(folder / "key.pem")
    imaps, imap = free_port(), free_port()
    users = (
        ""
        if is_root
        else f"default_internal_user = {me}\ndefault_internal_group = {me}\ndefault_login_user = {me}\n"
    )
    (folder / "dovecot.conf").write_text(f"""
{users}protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
listen = 127.0.0.1
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={owner} gid={"nogroup" if is_root else os.getgid()} home={folder}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
""")
    running = subprocess.Popen([program, "-F", "-c", str(folder / "dovecot.conf")], stderr=subprocess.PIPE)
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", imaps), timeout=1).close()
            break
        except OSError:
            if time.monotonic() > deadline or running.poll() is not None:
                running.terminate()
                said = running.communicate()[1].decode()
                log = folder / "log"
                pytest.fail(f"dovecot did not start: {said} {log.read_text() if log.exists() else ''}")
            time.sleep(0.1)
    yield imaps, imap
    running.terminate()
    running.communicate(timeout=20)


class Sender:
    """Lays letters into the mailbox, as a mail server would."""

    def __init__(self, port: int, authority: trustme.CA) -> None:
        context = ssl.create_default_context()
        authority.configure_trust(context)
        self.box = imaplib.IMAP4_SSL("localhost", port, ssl_context=context)
        self.box.login("quay", PASSWORD)

    def send(self, subject: str, text: str, **headers: str) -> None:
        letter = email.message.EmailMessage()
        letter["Subject"], letter["To"] = subject, "wire@paper.example"
        letter["From"] = headers.pop("sender", "desk@quay.example")
        letter["Message-ID"] = f"<{subject.lower().replace(' ', '-')}@quay.example>"
        letter["Date"] = "Tue, 24 Nov 2026 11:30:00 +0000"
        letter.set_content(text)
        status, said = self.box.append("INBOX", "", None, letter.as_bytes())
        assert status == "OK", said

    def unseen(self) -> int:
        self.box.select("INBOX", readonly=True)
        return len(self.box.search(None, "UNSEEN")[1][0].split())

    def empty(self) -> None:
        _, [count] = self.box.select("INBOX")
        if int(count):
            self.box.store("1:*", "+FLAGS", "\\Deleted")
            self.box.expunge()


@pytest.fixture
def sender(
    dovecot: tuple[int, int], authority: trustme.CA, trusts: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sender]:
    found = Sender(dovecot[0], authority)
    found.empty()
    yield found
    found.box.logout()


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
def test_letters_are_received_once_and_stay_unread(
    partner: Partner, dovecot: tuple[int, int], sender: Sender, scheme: str
) -> None:
    port = dovecot[0] if scheme == "imaps" else dovecot[1]
    row = follow(partner, SourceKind.MAIL, f"{scheme}://localhost:{port}/INBOX", user="quay")
    sender.send("Cranes stand still", "The cranes of the quay stood still on Tuesday.\n\nNobody knew why.\n")
    assert [said.split()[-1] for said in guids(polling.poll(row, NOON))] == ["filed"]
    assert WireItem.objects.get().headline == "Cranes stand still"
    assert guids(polling.poll(row, NOON + timedelta(hours=1))) == []
    sender.send("Gulls come home", "The gulls came home on Wednesday.\n\nEverybody was glad.\n")
    assert len(guids(polling.poll(row, NOON + timedelta(hours=2)))) == 1
    assert sender.unseen() == 2
    row.refresh_from_db()
    assert row.cursor["uid"] > 0


def test_a_letter_of_a_stranger_is_set_aside_and_kills_nothing(
    partner: Partner, dovecot: tuple[int, int], sender: Sender
) -> None:
    where = f"imaps://localhost:{dovecot[0]}/INBOX"
    row = follow(partner, SourceKind.MAIL, where, user="quay", senders=("desk@quay.example",))
    sender.send("Cranes stand still", "The cranes of the quay stood still on Tuesday.\n\nNobody knew why.\n")
    sender.send("KILL: Cranes stand still", "It is wrong.\n", sender="Desk <x@evil.example>")
    polled = polling.poll(row, NOON)
    assert polled is not None
    assert sorted(receipt.state for receipt in polled.receipts) == ["filed", "unreadable"]
    assert WireItem.objects.get().state == "usable"
    assert "x@evil.example is none of the partner's senders" in Unread.objects.get().reason
    sender.send("KILL: Cranes stand still ", "It is wrong.\n")
    polling.poll(row, NOON + timedelta(hours=1))
    assert WireItem.objects.get(headline="Cranes stand still").state == "killed"


def test_a_mailbox_made_anew_is_read_from_its_beginning(
    partner: Partner, dovecot: tuple[int, int], sender: Sender
) -> None:
    row = follow(partner, SourceKind.MAIL, f"imaps://localhost:{dovecot[0]}/", user="quay")
    sender.send("Cranes stand still", "The cranes of the quay stood still on Tuesday.\n\nNobody knew why.\n")
    polling.poll(row, NOON)
    Source.objects.filter(pk=row.pk).update(cursor={"uidvalidity": 1, "uid": 4_000_000})
    row.refresh_from_db()
    assert [said.split()[-1] for said in guids(polling.poll(row, NOON + timedelta(hours=1)))] == ["duplicate"]


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [("QUAY_KEY", "wrong", "did not give its letters"), ("GATEWAYS", "", "private network"),
     ("folder", "Nowhere", "no folder “Nowhere”")],
)  # fmt: skip
def test_a_mailbox_that_does_not_open_says_why(
    partner: Partner, dovecot: tuple[int, int], sender: Sender, monkeypatch: pytest.MonkeyPatch,
    settings: LazySettings, setting: str, value: str, words: str,
) -> None:  # fmt: skip
    if setting == "QUAY_KEY":
        monkeypatch.setenv(setting, value)
    elif setting == "GATEWAYS":
        settings.GATEWAYS = frozenset()
    folder = value if setting == "folder" else "INBOX"
    row = follow(partner, SourceKind.MAIL, f"imaps://localhost:{dovecot[0]}/{folder}", user="quay")
    polled = polling.poll(row, NOON)
    assert polled
    assert words in polled.error


def test_a_mail_server_that_announces_more_than_was_asked_for_is_read_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: list[int] = []
    monkeypatch.setattr(imaplib.IMAP4, "read", lambda _, size: kept.append(size))
    server = mail._Guarded.__new__(mail._Guarded)
    server.read(sniff.SIZE_LIMIT + 1)
    with pytest.raises(imaplib.IMAP4.abort, match="more than it was asked for"):
        server.read(10**12)
    assert kept == [sniff.SIZE_LIMIT + 1]
