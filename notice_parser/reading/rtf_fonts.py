"""The fonts of an RTF file: their names, and the code pages of the bytes set in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from notice_parser.reading.legacy_fonts import encoding_of_font

_CODE_PAGES = {
    77: "mac_roman", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass
class Fonts:
    """`default` and `code_page` hold where the text names no font."""

    charsets: dict[int, int] = field(default_factory=dict)
    default: int = -1
    code_page: str = "cp1252"
    _names: dict[int, str] = field(default_factory=dict)

    def name(self, number: int, data: bytes) -> None:
        """More letters of the name of a font; ";" ends it."""
        known = self._names.get(number, "")
        if not known.endswith(";"):
            first, ends, _ = data.decode("latin-1").partition(";")
            self._names[number] = known + first + ends

    def of(self, number: int) -> tuple[str, int]:
        """Name and character set of the font; a negative number stands for the default."""
        number = number if number >= 0 else self.default
        return self._names.get(number, "").rstrip(";").strip(), self.charsets.get(number, 0)

    def decoded(self, data: bytes, number: int) -> str:
        """Bytes of text set in the font. Those of a legacy font are no text of its code page
        yet, and stay what they are in Windows-1252."""
        name, charset = self.of(number)
        page = "cp1252" if encoding_of_font(name) else _CODE_PAGES.get(charset, self.code_page)
        text = data.decode(page, errors="replace")
        if "\ufffd" in text:
            text = "".join(bytes([b]).decode(page, errors="ignore") or chr(b) for b in data)
        return text
