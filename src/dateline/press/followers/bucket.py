"""An S3-compatible bucket for what is all our own, from which a CDN may serve it.

A page is three objects: the page itself under its file's name, for a CDN that compresses by itself, and its `.br` and
`.gz` with their Content-Encoding, for one that picks by Accept-Encoding. What was withdrawn has no object: a bucket
cannot answer 410, so a CDN is to ask a built-in server wherever the bucket has nothing (docs/running.md).
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any

from dateline.press import files, rules
from dateline.press.errors import NotReached
from dateline.press.models import Press, Receipt
from dateline.press.rules import BucketAt

Did = Receipt.Did
ENCODINGS = {".br": "br", ".gz": "gzip", "": ""}
AT_ONCE = 8
CONNECT_SECONDS = 5
READ_SECONDS = 20
# What S3 keeps of a header under a name of its own; the others it gives back as x-amz-meta-…
_OWN = {"cache-control": "CacheControl", "content-language": "ContentLanguage"}


class Bucket:
    """Brings our own pages and pictures to a bucket, and takes out what is withdrawn or has become licensed."""

    name = "bucket"
    kind: str = Press.Kind.BUCKET

    def __init__(self, at: BucketAt) -> None:
        self._at = at

    def bring(self, paths: Sequence[str]) -> Mapping[str, str]:
        """What is open lies there; all else is taken out."""
        from botocore.exceptions import BotoCoreError, ClientError

        found = {path: files.lying(path) for path in paths}
        did: dict[str, str] = {}
        try:
            gone = [path for path, lying in found.items() if not _is_ours(lying)]
            self._take_out(gone)
            did |= {path: _why_not(found[path]) for path in gone}
            with ThreadPoolExecutor(AT_ONCE) as pool:
                kept = [(path, lying) for path, lying in found.items() if _is_ours(lying)]
                did |= dict(pool.map(lambda each: self._put(*each), kept))
        except (BotoCoreError, ClientError) as cause:
            raise NotReached(f"the bucket {self._at.bucket} says: {cause}") from cause
        return did

    @cached_property
    def _objects(self) -> Any:
        """The bucket, as django-storages opens it."""
        from botocore.config import Config
        from storages.backends.s3 import S3Storage

        about = self._at
        storage = S3Storage(
            bucket_name=about.bucket, endpoint_url=about.endpoint, region_name=about.region or None,
            access_key=about.key or None, secret_key=about.secret or None, default_acl=None,
            client_config=Config(
                connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS, retries={"max_attempts": 1},
                s3={"addressing_style": "path"}, signature_version="s3v4", max_pool_connections=AT_ONCE,
                # Not every server that speaks S3 knows the newer checksums.
                request_checksum_calculation="when_required", response_checksum_validation="when_required",
            ),
        )  # fmt: skip
        return storage.bucket

    def _put(self, path: str, lying: "files.Lying | files.Mark | None") -> tuple[str, str]:
        """Put a page there unless a newer one lies there; the page itself last, since it is looked for first."""
        assert isinstance(lying, files.Lying)  # noqa: S101 - as _is_ours says
        standing = self._standing(_key(path))
        version = lying.sidecar.version
        if standing.get("version", "").isdecimal() and int(standing["version"]) > version:
            return path, Did.SAME
        is_same = standing.get("hash") == lying.sidecar.hashes[""]
        if standing and lying.sidecar.content_type.startswith(files.COMPRESSED):
            # A page that has become too short to be worth it has encodings no more.
            self._remove([_key(path) + suffix for suffix in ENCODINGS if suffix not in lying.contents])
        for suffix in ENCODINGS:
            if suffix in lying.contents:
                self._objects.put_object(
                    Key=_key(path) + suffix, Body=lying.contents[suffix], **_about(lying, suffix)
                )
        return path, Did.SAME if is_same else Did.PRINTED

    def _standing(self, key: str) -> dict[str, str]:
        """What the object there says of itself; nothing when there is none."""
        from botocore.exceptions import ClientError

        try:
            return dict(self._objects.Object(key).metadata)
        except ClientError as cause:
            if cause.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return {}
            raise

    def _take_out(self, paths: Sequence[str]) -> None:
        """Remove these with their encodings. Raises NotReached when the bucket keeps one."""
        self._remove([_key(path) + suffix for path in paths for suffix in ENCODINGS])

    def _remove(self, keys: Sequence[str]) -> None:
        if not keys:
            return
        named = [{"Key": key} for key in keys]
        answer = self._objects.delete_objects(Delete={"Objects": named, "Quiet": True})
        if refused := answer.get("Errors"):
            first = refused[0]
            raise NotReached(f"the bucket keeps {first.get('Key')}: {first.get('Message')}")


def _is_ours(lying: "files.Lying | files.Mark | None") -> bool:
    """Whether it may lie where nobody leaves out what has ended: nothing licensed ever does."""
    return isinstance(lying, files.Lying) and lying.is_open and not lying.sidecar.licensed


def _why_not(lying: "files.Lying | files.Mark | None") -> str:
    if isinstance(lying, files.Lying):
        return Did.KEPT_OUT
    return Did.WITHDRAWN if isinstance(lying, files.Mark) else Did.MISSING


def _key(path: str) -> str:
    file = rules.file_of(path)
    assert file  # noqa: S101 - nothing else is ever placed
    return file


def _about(lying: files.Lying, suffix: str) -> dict[str, Any]:
    """The headers of an object. A CDN adds those that S3 keeps as metadata only, by class of address."""
    sidecar = lying.sidecar
    named = {name.lower(): value for name, value in sidecar.headers}
    about: dict[str, Any] = {own: named[name] for name, own in _OWN.items() if name in named}
    about["ContentType"] = sidecar.content_type
    if ENCODINGS[suffix]:
        about["ContentEncoding"] = ENCODINGS[suffix]
    others = {name: value for name, value in named.items() if name not in _OWN}
    about["Metadata"] = others | {"version": str(sidecar.version), "hash": sidecar.hashes[""]}
    return about
