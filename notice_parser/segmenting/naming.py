"""What headings name whose words the lexicon does not know.

Every office has words of its own ("Những điểm sáng", "Việc phải làm tiếp", "Về rà soát văn bản của
chính quyền cũ"). Three things tell what they mean: signs in the words themselves, what the
sentences below say, and what the headings beside them leave open. All headings of the same
words in a notice are taken together, so that one strange sentence changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Any

from notice_parser import lexicon
from notice_parser.model import Label
from notice_parser.segmenting.chain import probabilities
from notice_parser.segmenting.clues import contrasts
from notice_parser.segmenting.headings import label_signs, read_heading
from notice_parser.segmenting.items import Item
from notice_parser.segmenting.likeliest import SURE, likeliest, sample
from notice_parser.segmenting.outline import Node, nearest_label, path_of
from notice_parser.segmenting.prose import area_chances, highest, judge_labels, sentences
from notice_parser.text import match_key

_FOUND = frozenset({Label.STRENGTH, Label.LIMITATION})
_TOLD = "by what stands below and beside"
_MOST_SENTENCES = 8
_MOST_OTHERS = 0.25  # share of sentences of another label than most from which it is mixed
_OWN_WORDS, _AREA_SENTENCE = 1.5, 0.5  # weight of an area heading's words and of each sentence


@dataclass(frozen=True, slots=True)
class _Case:
    """A heading of unknown words, the statements below it (none where a lead-in names their
    label), the labels beside it in order."""

    node: Node
    statements: tuple[Node, ...]
    before: tuple[Label, ...]
    after: tuple[Label, ...]


def name_headings(text: str, nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The outline with labels, areas and conclusions for headings of unknown words, where they
    are sure enough; `HeadingReading.chance` says how sure."""
    nodes = tuple(_put_right(text, _opening_section(text, node)) for node in nodes)
    groups: dict[str, list[_Case]] = {}
    for case in (*_cases(text, nodes), *_doubtful(text, nodes)):
        groups.setdefault(_words(text, case.node), []).append(case)
    named: dict[int, Node] = {}
    for cases in groups.values():
        if any(case.statements for case in cases) and not _mixed(text, cases):
            label, chance = _likeliest(text, cases)
            sure = cases if chance >= SURE else ()
            named |= {c.node.index: _named(c.node, chance, label=label) for c in sure}
    nodes = tuple(named.get(node.index, node) for node in nodes)
    below = _statements_below(nodes)
    unknown = unknown_areas(text, nodes)
    return tuple(_with_area(text, n, below[n.index]) if n.index in unknown else n for n in nodes)


def _mixed(text: str, cases: Sequence[_Case]) -> bool:
    """Whether what stands below goes from praise to blame or to requests, inside its paragraphs
    as running prose does, or from item to item: "NỘI DUNG, KẾT QUẢ KIỂM TRA", "TÌNH HÌNH TẠI CÁC
    ĐƠN VỊ" name no label then. "Những việc chưa làm tốt" says what it is, whatever a judge makes of
    "Kiểm tra: mới kiểm tra 4/24 xã, đạt 16,7%."."""
    item = cases[0].node.item
    if label_signs(text, item.start, item.end).labels == {Label.LIMITATION}:
        return False
    lines = sample([statement.item for case in cases for statement in case.statements])
    told = Counter(label for line in lines for label in _labels_of(text, line))
    others = told.total() - max(told.values(), default=0)
    turning = sum(bool(contrasts(text[line.start : line.end])) for line in lines)
    return others >= max(2, _MOST_OTHERS * told.total()) or turning > len(lines) / 2


def _labels_of(text: str, line: Item) -> Iterator[Label]:
    """What its sentences surely say."""
    for judged in judge_labels(text, sentences(text, line.start, line.end)):
        if judged.probability >= SURE and judged.label is not Label.CONCLUSION:
            yield judged.label


def _words(text: str, node: Node) -> str:
    return match_key(text[node.item.start : node.item.end]).rstrip(" :.")


def _named(node: Node, chance: float, **found: Any) -> Node:
    assert node.item.heading is not None
    heading = replace(node.item.heading, chance=round(chance, 3), told=_TOLD, **found)
    return replace(node, item=replace(node.item, heading=heading))


def _opening_section(text: str, node: Node) -> Node:
    """ "Đ. ĐÁNH GIÁ CHUNG VÀ VIỆC CẦN LÀM TIẾP", "I. KHÁI QUÁT VỀ TÌNH HÌNH KINH TẾ - XÃ HỘI" have
    words of their own behind those of a section."""
    if not _is_unknown(node):
        return node
    written = text[node.item.start : node.item.end]
    opens = next(lexicon.load("sections").find(written), None)
    if opens and opens.start == 0 and opens.entry.code == "conclusion":
        return _named(node, 1.0, section="conclusion")
    openers = lexicon.load("sections").by_code["background"].get("openers")
    background = match_key(written).startswith(tuple(f"{match_key(o)} " for o in openers))
    return _named(node, 1.0, section="background") if background else node


def _put_right(text: str, node: Node) -> Node:
    """ "c) Đã khắc phục trong thời gian kiểm tra" heads faults, whatever stands beside it."""
    words = lexicon.load("labels").by_code[Label.LIMITATION].get("unnamed", ())
    if not _is_unknown(node) or _words(text, node) not in map(match_key, words):
        return node
    assert node.item.heading is not None
    heading = replace(node.item.heading, label=Label.LIMITATION)
    return replace(node, item=replace(node.item, heading=heading))


def _with_area(text: str, node: Node, statements: Sequence[Node]) -> Node:
    """A heading of unknown words in a list of areas: its words and what stands below it. A
    single sentence names it only together with the words ("2. Việc khác" says nothing)."""
    own = _area_scores(text, node)
    scores = {area: _OWN_WORDS * score for area, score in own.items()}
    for statement in statements[:_MOST_SENTENCES]:
        for area, score in _area_scores(text, statement).items():
            scores[area] += _AREA_SENTENCE * score
    chances = dict(zip(scores, probabilities([*scores.values()]), strict=True))
    area = highest(chances)
    agreed = len(statements) > 1 or all(
        area == highest(told)
        for told in (own, *(_area_scores(text, statement) for statement in statements))
    )
    if chances[area] < SURE or not agreed:
        return node
    told = read_heading(text, node.item.start, node.item.end).areas
    return _named(node, chances[area], areas=told if area in told else (area,))


def _area_scores(text: str, node: Node) -> Mapping[str, float]:
    chances = area_chances(text[node.item.start : node.item.end])
    return {area: log(chance) for area, chance in chances.items()}


def unknown_areas(text: str, nodes: Sequence[Node]) -> frozenset[int]:
    """The indexes of headings of unknown words whose neighbours in the same list name areas; where
    headings run into their text, those of the same number anywhere."""
    named = [node for node in nodes if node.item.heading and node.item.heading.areas]
    beside = {(node.parent, node.scheme) for node in named}
    alike = {(node.depth, node.scheme) for node in named}
    return frozenset(
        node.index
        for node in nodes
        if node.ordinals
        and _is_unknown(node)
        and (
            (node.parent, node.scheme) in beside
            or (node.item.inline and (node.depth, node.scheme) in alike)
        )
        and not _says_nothing(text, node)
    )


def _cases(text: str, nodes: Sequence[Node]) -> Iterator[_Case]:
    """Headings that could name a label: not below one, not in a list of areas, and not over all
    that was found."""
    below, over_labels = _statements_below(nodes), _over_labels(nodes) | _run_in_areas(text, nodes)
    lists: dict[tuple[int | None, str], list[Node]] = {}
    for node in nodes:
        if node.item.heading and not node.item.lead:
            lists.setdefault((node.parent, node.scheme), []).append(node)
    for node in nodes:
        if not _is_unknown(node) or node.index in over_labels:  # "II. Kết quả tại từng đơn vị"
            continue
        beside = lists[node.parent, node.scheme]
        labels = {n.index: n.item.heading.label for n in beside if n.item.heading}
        before = tuple(la for i, la in labels.items() if la and i < node.index)
        after = tuple(la for i, la in labels.items() if la and i > node.index)
        areas = any(n.item.heading and n.item.heading.areas for n in beside)
        labelled = nearest_label(path_of(nodes, node)) is not None
        if _over_all(text, node) and not _FOUND.intersection(before + after):
            continue
        if before or after or not (areas or labelled):
            yield _Case(node, tuple(below[node.index]), before, after)


def _over_all(text: str, node: Node) -> bool:
    """ "KẾT QUẢ KIỂM TRA", before "KIẾN NGHỊ" at most."""
    return label_signs(text, node.item.start, node.item.end).over_all


def _doubtful(text: str, nodes: Sequence[Node]) -> Iterator[_Case]:
    """Headings whose words may head another label: those with the label of one before them in the
    same list ("c) Nội dung cần chấn chỉnh" behind "b) Hạn chế" hardly heads limitations again;
    causes are told twice, "khách quan" and "chủ quan", faults of an earlier inspection one by one
    and as "đã khắc phục", "chưa khắc phục"), and those that stand over faults or over requests."""
    below = _statements_below(nodes)
    before: dict[tuple[int | None, str], list[Label]] = {}
    said: set[tuple[int | None, str, str]] = set()
    for node in nodes:
        heading, words = node.item.heading, _words(text, node)
        if node.item.start == node.item.end:
            continue  # the head of a table's column tells the label in each of its rows
        if heading and heading.label and not node.item.lead and heading.kinds == ("label",):
            beside = before.setdefault((node.parent, node.scheme), [])
            again = heading.label in beside and heading.label is not Label.CAUSE
            same = (node.parent, node.scheme, words) in said or _says("again", words)
            if (again and not same) or _says("either", words):
                yield _Case(node, tuple(below[node.index]), tuple(beside), ())
            beside.append(heading.label)
            said.add((node.parent, node.scheme, words))


def _says(kind: str, words: str) -> bool:
    """Whether a heading of faults has words that may head requests ("either"), or that head faults
    once more ("again")."""
    told = lexicon.load("labels").by_code[Label.LIMITATION].get(kind, ())
    return any(match_key(word) in words for word in told)


def _run_in_areas(text: str, nodes: Sequence[Node]) -> frozenset[int]:
    """Those of `unknown_areas` that run into their text."""
    return frozenset(index for index in unknown_areas(text, nodes) if nodes[index].item.inline)


def _is_unknown(node: Node) -> bool:
    """Whether it is a heading whose words say nothing of what it is."""
    heading = node.item.heading
    return bool(heading and not (node.item.lead or heading.kinds or heading.section))


def _says_nothing(text: str, node: Node) -> bool:
    """Whether it is all words that headings are made of: "1.1. Công tác CCHC", "Nội dung khác"."""
    return read_heading(text, node.item.start, node.item.end).coverage == 1.0


def _over_labels(nodes: Sequence[Node]) -> frozenset[int]:
    """The indexes of headings that stand over labels."""
    return frozenset(
        above.index
        for node in nodes
        if node.item.heading and node.item.heading.label and not node.item.lead
        for above in path_of(nodes, node)
    )


def _statements_below(nodes: Sequence[Node]) -> Mapping[int, list[Node]]:
    """Under each node the lines of text that no label of their own stands over."""
    below: dict[int, list[Node]] = {node.index: [] for node in nodes}
    for node in nodes:
        if node.item.heading is None:
            for above in reversed(path_of(nodes, node)):
                below[above.index].append(node)
                if above.item.heading and above.item.heading.label:
                    break
    return below


def _likeliest(text: str, cases: Sequence[_Case]) -> tuple[Label, float]:
    item = cases[0].node.item
    lines = [text[n.item.start : n.item.end] for case in cases for n in case.statements]
    places = [(case.before, case.after) for case in cases]
    return likeliest(label_signs(text, item.start, item.end), lines, places)
