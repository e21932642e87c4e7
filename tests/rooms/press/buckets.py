"""A real server that speaks S3 (moto's), as a process of its own."""

import contextlib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.paths.newsroom import free_port

from dateline.press.rules import BucketAt

PATIENCE_SECONDS = 60


@dataclass
class Server:
    """Where it listens, and what one asks it."""

    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def at(self) -> BucketAt:
        return BucketAt(f"http://127.0.0.1:{self.port}", "paper", "key", "secret/with", "us-east-1")

    @property
    def url(self) -> str:
        """What STORAGE_URL is for its bucket."""
        return f"s3+http://key:secret%2Fwith@127.0.0.1:{self.port}/paper?region=us-east-1"

    def client(self) -> Any:
        import boto3
        from botocore.config import Config

        return boto3.client(
            "s3", endpoint_url=self.at.endpoint, aws_access_key_id="key", aws_secret_access_key="secret/with",
            region_name="us-east-1", config=Config(s3={"addressing_style": "path"}),
        )  # fmt: skip

    def objects(self) -> set[str]:
        return {each["Key"] for each in self.client().list_objects_v2(Bucket="paper").get("Contents", ())}

    def head(self, key: str) -> dict[str, Any]:
        return dict(self.client().head_object(Bucket="paper", Key=key))

    def body(self, key: str) -> bytes:
        return bytes(self.client().get_object(Bucket="paper", Key=key)["Body"].read())


@contextlib.contextmanager
def serving(port: int = 0) -> Iterator[Server]:
    """Started, waited for, with an empty bucket."""
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        server = Server(port, process)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/", timeout=5).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                assert time.monotonic() < deadline, "the bucket's server did not start"
                time.sleep(0.1)
        server.client().create_bucket(Bucket="paper")
        yield server
    finally:
        process.terminate()
        process.wait(20)
