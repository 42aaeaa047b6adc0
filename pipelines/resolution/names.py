"""Names without what does not tell two entities apart: pure functions of a string."""

import re
import unicodedata
from functools import lru_cache

from graph_schema.legal_forms import ALL_FORMS

_LONGEST = max(len(form.split()) for form in ALL_FORMS)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_BETWEEN_DIGITS = re.compile(r"""(?<=\d)[.'’‘`"“”!?]+(?=\d)""")  # Claude 3.5 is not Claude 35
_REMOVED = re.compile(r"""(?<!\d)[.'’‘`"“”!?]|[.'’‘`"“”!?](?!\d)""")  # but not + and #: Disney+ is not Disney
_SEPARATORS = re.compile(r"[-‐-―/_:;,()\[\]{}|\s]+")


def without_possessive(name: str) -> str:
    """`Intel's` → `Intel`, `Hermes'` → `Hermes`; a name that is nothing else stays."""
    return _POSSESSIVE.sub("", name.strip()) or name


def without_legal_form(name: str) -> str:
    """`Kedali Industry Co. Ltd.` → `Kedali Industry`; at least one word is left."""
    words = name.split()
    while (cut := _form_length(words)) > 0:
        words = words[:-cut]
        words[-1] = words[-1].rstrip(",") or words[-1]
    return " ".join(words)


def _form_length(words: list[str]) -> int:
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        if " ".join(words[-length:]).rstrip(",") in ALL_FORMS:
            return length
    return 0


@lru_cache(maxsize=200_000)
def key(name: str) -> str:
    """What all spellings of one unknown name share; digits, and what stands between them, survive.

    Unicode NFKC, case, legal form, leading article, possessive and punctuation are ignored. A name
    that consists of nothing else is its own key.
    """
    text = " ".join(unicodedata.normalize("NFKC", name).split())
    bare = _ARTICLE.sub("", without_legal_form(without_possessive(text))) or text
    return plain(bare) or text.casefold()


def plain(name: str) -> str:
    """A name without case and punctuation."""
    separate = _SEPARATORS.sub(" ", _REMOVED.sub("", _BETWEEN_DIGITS.sub(".", name.casefold().replace("&", " and "))))
    return " ".join(separate.split())
