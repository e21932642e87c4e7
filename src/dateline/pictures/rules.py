"""What pictures are called, how wide they are offered, and which of their own words count."""

import hashlib

HASH_LENGTH = 20


def address_hash(sha: str, *, partner_slug: str = "") -> str:
    """The picture's name in addresses: 20 hex digits.

    Our own: the first of its SHA-256. A partner's: mixed with the partner, so that two partners who
    send the same bytes under different licences never share an address, nor a withdrawal.
    """
    if not partner_slug:
        return sha[:HASH_LENGTH]
    return hashlib.sha256(f"{partner_slug}:{sha}".encode()).hexdigest()[:HASH_LENGTH]
