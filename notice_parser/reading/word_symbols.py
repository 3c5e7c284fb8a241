"""Characters of the symbol fonts (Symbol, Wingdings), which Word keeps as private codes.

Only those that an office text holds; what is not listed is dropped, and the reader warns.
"""

from __future__ import annotations

_PRIVATE_START, _PRIVATE_END = 0xF020, 0xF0FF

# Adobe's Symbol encoding; U+2212 is written as the hyphen that people type.
_SYMBOL = {
    0x20: " ", 0x28: "(", 0x29: ")", 0x2A: "*", 0x2B: "+", 0x2C: ",", 0x2D: "-", 0x2E: ".",
    0x2F: "/", 0x30: "0", 0x31: "1", 0x32: "2", 0x33: "3", 0x34: "4", 0x35: "5", 0x36: "6",
    0x37: "7", 0x38: "8", 0x39: "9", 0x3A: ":", 0x3B: ";", 0x3C: "<", 0x3D: "=", 0x3E: ">",
    0x25: "%", 0x26: "&", 0x61: "α", 0x62: "β", 0x44: "Δ", 0x53: "Σ", 0x6D: "μ", 0x70: "π",
    0xA3: "≤", 0xA5: "∞", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xAB: "↔", 0xAC: "←",
    0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠",
    0xBB: "≈", 0xBC: "…", 0xDB: "⇔", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip
_WINGDINGS = {
    0x20: " ", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□",
    0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9F: "•",
    0xA7: "▪", 0xA8: "☐", 0xAB: "★", 0xAC: "✶", 0xB2: "✧", 0xD8: "➢", 0xDC: "➲", 0xE0: "→",
    0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "☐"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}

# The bullets that people type; every other shape of a symbol font becomes the round one.
_PLAIN_BULLETS = frozenset("-•+*")


def is_legacy_vietnamese(font: str) -> bool:
    """.VnTime, VNI-Times …: their codes are bytes of another alphabet, not characters yet."""
    return font.lower().startswith((".vn", "vni"))


def is_private(character: str) -> bool:
    return _PRIVATE_START <= ord(character) <= _PRIVATE_END


def symbol(code: int, font: str) -> str:
    """The character that `font` shows for `code` (0xF0B7 or 0xB7), "" where none is known."""
    low = code & 0xFF if _PRIVATE_START <= code <= _PRIVATE_END else code
    if is_legacy_vietnamese(font):
        return chr(low)
    table = _FONTS.get(font.lower())
    if table is not None:
        return table.get(low, "")
    # Pasted text often lost its font and kept the code; F0B7 is then nearly always a bullet.
    return _SYMBOL.get(low) or _WINGDINGS.get(low, "") if low != code else chr(code)


def plain_bullet(text: str, font: str) -> str:
    """A list bullet as people type it; one in an ordinary font stays as it is."""
    is_symbol_font = font.lower() in _FONTS or font.lower().startswith("wingdings")
    if not is_symbol_font and not any(is_private(character) for character in text):
        return text
    shown = "".join(symbol(ord(character), font) for character in text).strip()
    if not shown:
        return "•"
    return "".join(c if c in _PLAIN_BULLETS else "•" for c in shown)
