"""In which language a text is written, offline."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENOUGH_LETTERS = 200
_READ_CHARACTERS = 5_000
# The languages news is likely to come in; the rest of the model's 140 are only rivals of short or messy English.
_LIKELY = "ar cs da de el en es fi fr he hi hu id it ja ko nl no pl pt ro ru sv tr uk vi zh"


def language(text: str) -> str:
    """ISO 639-1 code of `text`; "en" where there are too few letters to tell and most of them are Latin."""
    beginning = text[:_READ_CHARACTERS]
    letters = [character for character in beginning if character.isalpha()]
    latin = sum(character < "\u0250" for character in letters)
    if len(letters) < ENOUGH_LETTERS and latin * 2 >= len(letters):
        return "en"
    return str(_identifier().classify(beginning)[0])


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_LIKELY.split())
    return identifier
