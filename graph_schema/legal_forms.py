"""How news writes the legal form after a company's name, by ISO 3166-1 country code.

Our own short list, case-sensitive: cleanco's holds EV, PC, UK and the like, which end names in news.
"""

from collections.abc import Mapping

EVERYWHERE = ("Inc.", "Inc", "Corp.", "Corp", "Ltd.", "Ltd")
_CHINESE = ("Co. Ltd.", "Co., Ltd.", "Co Ltd", "Co.", "Limited")
_EAST_ASIAN = ("Co. Ltd.", "Co., Ltd.", "Co Ltd", "Co.", "Corporation")
LEGAL_FORMS: Mapping[str, tuple[str, ...]] = {
    "AU": ("Limited", "Pty Ltd"),
    "BE": ("SA", "NV", "SA/NV"),
    "BR": ("SA", "S.A.", "S/A"),
    "CA": ("Corporation", "Limited"),
    "CH": ("AG", "SA"),
    "CN": _CHINESE,
    "DE": ("AG", "SE", "GmbH", "KGaA"),
    "DK": ("A/S", "AS"),
    "ES": ("SA", "S.A."),
    "FI": ("Oyj", "Oy"),
    "FR": ("SA", "S.A.", "SE", "SAS"),
    "GB": ("plc", "PLC", "Plc", "Limited"),
    "HK": _CHINESE,
    "IE": ("plc", "PLC", "Plc"),
    "IN": ("Limited", "Pvt. Ltd.", "Pvt Ltd", "Private Limited"),
    "IT": ("SpA", "S.p.A.", "S.p.A"),
    "JP": _EAST_ASIAN,
    "KR": _EAST_ASIAN,
    "MX": ("SAB de CV", "SA de CV"),
    "NL": ("NV", "N.V.", "BV", "B.V."),
    "NO": ("ASA", "AS"),
    "RU": ("PJSC", "JSC"),
    "SE": ("AB",),
    "SG": ("Limited", "Pte. Ltd.", "Pte Ltd"),
    "TW": _CHINESE,
    "US": ("Corporation", "Co.", "Company", "LLC", "Incorporated"),
}
# Seen after names in news, but too rare to expect after every name of a country.
OTHERS = (
    *("& Co.", "& Co", "LP", "L.P.", "LLP", "L.L.C.", "KG", "GmbH & Co. KG", "SE & Co. KGaA", "AG & Co. KGaA"),
    *(
        "INC.",
        "INC",
        "CORP.",
        "CORP",
        "LTD.",
        "LTD",
        "CO.",
        "Co",
        "Pty. Ltd.",
        "Pvt. Ltd",
        "Pte Ltd.",
        "Sdn Bhd",
        "Sdn. Bhd.",
        "Bhd",
        "Berhad",
        "Tbk",
    ),
    *(
        "AO",
        "SCA",
        "Pcl",
        "PCL",
        "KSC",
        "QSC",
        "OAO",
        "PAO",
        "OOO",
        "ZAO",
        "K.K.",
        "KK",
        "S.A.B. de C.V.",
        "SARL",
        "S.A.R.L.",
        "Srl",
        "S.r.l.",
        "Lda",
        "Ltda",
        "AB (publ)",
        "Sp. z o.o.",
        "a.s.",
    ),
)
# `Company` stays on a name: without it, the Boring Company and the Trading Company would be words.
ALL_FORMS = frozenset({*EVERYWHERE, *OTHERS, *(form for forms in LEGAL_FORMS.values() for form in forms)} - {"Company"})


def legal_forms(country: str | None) -> tuple[str, ...]:
    """The legal forms to expect after the name of a company of `country`."""
    return (*EVERYWHERE, *LEGAL_FORMS.get(country or "", ()))
