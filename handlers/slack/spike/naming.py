"""Which story is meant by what is typed after `/spike` and its words."""

import re

_NUMBER = re.compile(r"#([0-9]{1,9})[,;:.]?(?!\S)\s*")
_ALONE = re.compile(r"([0-9]{1,9})[,;:.]?")


def named(typed: str) -> tuple[int | None, str]:
    """The story's number that was typed first, and the rest: "#12 waiting for data", "#12, …"; a number alone too."""
    words = typed.strip()
    alone = _ALONE.fullmatch(words)
    if alone:
        return int(alone[1]), ""
    found = _NUMBER.match(words)
    return (int(found[1]), words[found.end() :]) if found else (None, typed)
