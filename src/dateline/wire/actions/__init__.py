"""What the wire room does: receive what partners send, file it, and settle what an editor must."""

from dateline.wire.actions.filing import Receipt, file
from dateline.wire.actions.naming import load_vocabulary
from dateline.wire.actions.purging import forget_bytes, purge
from dateline.wire.actions.receiving import receive, receive_messages
from dateline.wire.actions.settling import confirm, release, say_meant

__all__ = [
    "Receipt",
    "confirm",
    "file",
    "forget_bytes",
    "load_vocabulary",
    "purge",
    "receive",
    "receive_messages",
    "release",
    "say_meant",
]
