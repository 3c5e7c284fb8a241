"""One id for one document: URN LEX (RFC 9676) for Vietnam.

    urn:lex:vn:chinh.phu:nghi.dinh:2015;23-2015-nd-cp       Nghị định số 23/2015/NĐ-CP
    urn:lex:vn:quoc.hoi:luat:2020;cu.tru                    Luật Cư trú năm 2020
    urn:lex:vn:ubnd.tinh.dong.thap:ke.hoach:2023;9-kh-ubnd Kế hoạch số 09/KH-UBND ngày 13/01/2023
    urn:lex:vn:quoc.hoi:luat;cu.tru                         Luật Cư trú

The day is left out, because half of all mentions do not give it; the year comes from the
number, else from the date. Where neither is known the name is a partial one (RFC 9676, 7),
here without year: "01/NQ-CP" is another resolution every year, and nobody is to guess which.
Type and issuer follow the symbol where it has them, because that is what two mentions of one
document share. A law goes by its name, because most mentions do not give the number.
"""

from __future__ import annotations

from functools import lru_cache

from notice_parser.ids import slug


def document_id(authority: str, kind: str, *, year: str, own: str) -> str:
    """`authority` is an issuer's name, `kind` a code of document_types.toml, `own` what tells
    the document from others of its kind and year: its number or the name of the law.

    A body and its chairman share their numbers: "Chủ tịch UBND tỉnh" counts as the UBND.
    """
    of_kind = _of_kind(authority, kind)
    return f"{of_kind}:{year};{own}" if year else f"{of_kind};{own}"


@lru_cache(maxsize=4096)
def _of_kind(authority: str, kind: str) -> str:
    """What the ids of all documents of one issuer and kind begin with."""
    issuer = slug(authority.removeprefix("Chủ tịch ")).replace("-", ".")
    return f"urn:lex:vn:{issuer}:{kind.replace('-', '.')}"


# A symbol folds without the general way: it has few letters with marks.
_FOLDED = str.maketrans({"/": "-", ".": "-", " ": "-", "đ": "d", "ư": "u", "&": "-"})


def folded_number(number: str) -> str:
    """The number for an id, without leading zeros: "05/2021/TT-BNV" gives "5-2021-tt-bnv"."""
    significant = number.lstrip("0")
    symbol = significant.lstrip("0123456789")
    folded = _folded_symbol(symbol)
    return significant.removesuffix(symbol) + folded if folded.isascii() else slug(number)


@lru_cache(maxsize=4096)
def _folded_symbol(symbol: str) -> str:
    """What follows the digits of a number ("/2021/TT-BNV"), of which there are few."""
    return symbol.lower().translate(_FOLDED)


@lru_cache(maxsize=4096)
def folded_name(law_name: str) -> str:
    """The name of a law for an id: "Cư trú" gives "cu.tru"."""
    return slug(law_name).replace("-", ".")
