"""The hash of a result: the same facts under the same rules give the same one, on every machine."""

import hashlib
import json
from collections.abc import Iterable, Mapping


def fingerprint(*, policy: str, arguments: Mapping[str, object], lines: Iterable[str]) -> str:
    """SHA-256 in hexadecimal over the policy's canonical text, the arguments and the lines in their order.

    Pass nothing that may differ between equal results: no path, no language, no time of the run.
    """
    digest = hashlib.sha256()
    head = json.dumps(arguments, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    for line in (policy, head):
        digest.update(line.encode() + b"\n")
    for line in lines:
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()
