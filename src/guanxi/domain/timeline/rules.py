"""The hash chain: values in, digests out (D128, reliability rule 20).

    digest = SHA-256( salt ‖ canonical payload ‖ sealed bytes )
    hash   = SHA-256( previous hash ‖ canonical heading ‖ digest )

The chain covers the salted digest of a payload, and of personal values only their ciphertext, so
destroying a person's key leaves every chain valid.
"""

import json
from hashlib import sha256
from typing import Any

GENESIS = "0" * 64
# `json.dumps` would make one for each value.
_encoder = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> bytes:
    """One byte string per JSON value: sorted names, no spaces, UTF-8."""
    return _encoder.encode(value).encode()


def payload_digest(*, salt: bytes, payload: dict[str, Any], sealed: bytes) -> str:
    """The salted digest of an event's payload and sealed values, 64 hexadecimal digits."""
    body = canonical(payload)
    return sha256(salt + len(body).to_bytes(8, "big") + body + sealed).hexdigest()


def link_hash(*, previous: str, heading: dict[str, Any], digest: str) -> str:
    """The hash of one link of a chain, 64 hexadecimal digits."""
    return sha256(previous.encode() + canonical(heading) + digest.encode()).hexdigest()
