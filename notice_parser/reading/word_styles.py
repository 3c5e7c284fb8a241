"""What a run or paragraph of a Word file looks like, with what it inherits from styles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property

from notice_parser.reading.word_xml import Element, W, child_number, child_value, switch

# Word follows a chain of `basedOn` no further; a chain may also be a ring in a broken file.
MAX_STYLE_CHAIN = 12


@dataclass(frozen=True, slots=True)
class Look:
    """None means "says nothing about it". `list_id` "0" switches a list off."""

    bold: bool | None = None
    capitals: bool | None = None
    small_capitals: bool | None = None
    hidden: bool | None = None
    superscript: bool | None = None
    font: str | None = None
    centred: bool | None = None
    list_id: str | None = None
    list_level: int | None = None

    def over(self, base: Look) -> Look:
        """This look where it says something, else `base`."""
        if self == PLAIN or base == PLAIN:
            return base if self == PLAIN else self
        said = {f.name: v for f in fields(self) if (v := getattr(self, f.name)) is not None}
        return replace(base, **said)


PLAIN = Look()


def run_look(properties: Element | None) -> Look:
    """What the run properties `w:rPr` say themselves."""
    if properties is None:
        return PLAIN
    fonts = properties.find(W + "rFonts")
    place = child_value(properties, "vertAlign")
    return Look(
        bold=switch(properties, "b"),
        capitals=switch(properties, "caps"),
        small_capitals=switch(properties, "smallCaps"),
        hidden=switch(properties, "vanish"),
        superscript=None if place is None else place == "superscript",
        font=None if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi"),
    )


def paragraph_look(properties: Element | None) -> Look:
    """What the paragraph properties `w:pPr` say themselves."""
    if properties is None:
        return PLAIN
    alignment = child_value(properties, "jc")
    numbering = properties.find(W + "numPr")
    return Look(
        centred=None if alignment is None else alignment == "center",
        list_id=child_value(numbering, "numId"),
        list_level=child_number(numbering, "ilvl"),
    )


@dataclass(frozen=True)
class Styles:
    """The styles of a file by id. `default_paragraph` is the style of unstyled paragraphs."""

    defaults: Look
    default_paragraph: str
    definitions: Mapping[str, Element]

    @cached_property
    def _known(self) -> dict[str, Look]:
        return {}

    def look(self, style: str) -> Look:
        """What the style says, with the styles that it is based on."""
        if style not in self._known:
            look = PLAIN
            for element in reversed(self.chain(style)):
                own = paragraph_look(element.find(W + "pPr"))
                look = run_look(element.find(W + "rPr")).over(own).over(look)
            self._known[style] = look
        return self._known[style]

    def chain(self, style: str) -> list[Element]:
        """The style, the one it is based on, and so on."""
        chain: list[Element] = []
        while style in self.definitions and len(chain) < MAX_STYLE_CHAIN:
            chain.append(self.definitions[style])
            style = child_value(chain[-1], "basedOn") or ""
        return chain

    def of_paragraph(self, properties: Element | None) -> tuple[str, Look]:
        """The id of the paragraph's style, and its look without its runs."""
        style = child_value(properties, "pStyle") or self.default_paragraph
        look = paragraph_look(properties).over(self.look(style))
        return style, look

    def of_run(self, properties: Element | None, *, paragraph: Look) -> Look:
        """The look of a run in a paragraph whose style has the look `paragraph`."""
        own = run_look(properties)
        style = self.look(child_value(properties, "rStyle") or "")

        def toggled(name: str) -> bool:
            # ECMA-376 part 1, 17.7.3: said twice by styles, a toggle is off again.
            direct: bool | None = getattr(own, name)
            if direct is not None:
                return direct
            by_styles = bool(getattr(paragraph, name)) != bool(getattr(style, name))
            return by_styles or bool(getattr(self.defaults, name))

        return Look(
            bold=toggled("bold"),
            capitals=toggled("capitals") or toggled("small_capitals"),
            hidden=toggled("hidden"),
            superscript=style.superscript if own.superscript is None else own.superscript,
            font=own.font or style.font or paragraph.font or self.defaults.font,
        )


def read_styles(root: Element | None) -> Styles:
    """The styles of the part styles.xml; without that part everything is plain."""
    if root is None:
        return Styles(PLAIN, "", {})
    definitions = {s.get(W + "styleId", ""): s for s in root.findall(W + "style")}
    default = next(
        (
            style_id
            for style_id, element in definitions.items()
            if element.get(W + "type") == "paragraph"
            and element.get(W + "default") in {"1", "true", "on"}
        ),
        "",
    )
    defaults = run_look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    return Styles(defaults, default, definitions)
