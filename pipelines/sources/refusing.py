"""How this room sets something aside: an error inside it, a `Refusal` to the outside."""

import re
from dataclasses import dataclass

from pipelines.errors import SourceError
from pipelines.records import Refusal, Stage

SAMPLE_CHARACTERS = 500
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class UnfitError(SourceError):
    """One input that cannot become an article; raised and caught inside this room only."""

    def __init__(self, reason: str, message: str, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Place:
    """Where an input came from, as `RawDocument` and `Refusal` both record it."""

    source: str
    own_id: str
    locator: str
    file: str = ""

    def refuse(self, stage: Stage, error: UnfitError, sample: str = "") -> Refusal:
        """The refusal of what lies here; its message names the place, what is wrong and the way on."""
        locator = printable(self.locator)
        return Refusal(
            stage=stage,
            reason=error.reason,
            message=f"{locator}: {printable(str(error))}",
            locator=locator,
            source=printable(self.source),
            own_id=printable(self.own_id),
            sample=printable(sample[:SAMPLE_CHARACTERS]),
            file=printable(self.file or self.own_id if stage == "read" else self.file),
        )


def printable(text: str) -> str:
    """`text` with lone surrogates and NUL escaped, so that it can be printed and stored."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")


def check_characters(key: str, text: str) -> None:
    """Raise UnfitError (bad_text) where `text` holds what no database stores: NUL or half a character."""
    fault = _UNSTORABLE.search(text)
    if fault:
        raise UnfitError(
            "bad_text", f"`{key}` holds U+{ord(fault[0]):04X} at character {fault.start()}.", "Take it out or write the character whole."
        )
