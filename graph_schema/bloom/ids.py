"""Ids and times as Bloom writes them, but the same in every export: they follow from names, and no clock is read."""

from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

CREATED_AT = 1_767_225_600_000  # milliseconds; 2026-01-01, a day like another
_DIGITS = 10**12


def numbered(kind: str, *names: str) -> str:
    """An id such as `rule:1234567890123`; Bloom's own are times of as many digits."""
    number = int(sha256("\x1f".join((kind, *names)).encode()).hexdigest(), 16)
    return f"{kind}:{_DIGITS + number % (9 * _DIGITS)}"


def unique(*names: str) -> str:
    """An id of the form of a UUID."""
    return str(uuid5(NAMESPACE_URL, "/".join(("newsgraph", "bloom", *names))))
