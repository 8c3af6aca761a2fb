"""Who did what, told only by a key: under it each person has a tag, and a note's token a seal. Without it neither says
anything, so all of it is gone when the key is.

HMAC with SHA-256: RFC 2104. Whoever can read the database while the key is in it can try all members; nobody can later.
"""

import hmac
from dataclasses import replace
from datetime import datetime

from bot.ceremonies.retro.state import Secret
from bot.model import MemberId

_LENGTH = 32


def keyed(secret: Secret, fresh: str) -> Secret:
    """With a key: the one it has, or this one."""
    return secret if secret.key else replace(secret, key=fresh)


def tag(key: str, member: MemberId) -> str:
    """What somebody is called under this key."""
    return _mac(key, f"member\0{member}")


def seal(key: str, note: str, until: datetime) -> str:
    """What proves that a note may be taken back until then."""
    return _mac(key, f"note\0{note}\0{until.isoformat()}")


def is_sealed(key: str, note: str, until: datetime, shown: str) -> bool:
    """Whether it does. Without a key nothing is proved."""
    return bool(key) and hmac.compare_digest(seal(key, note, until).encode(), shown.encode())


def _mac(key: str, said: str) -> str:
    return hmac.digest(key.encode(), said.encode(), "sha256").hex()[:_LENGTH]
