"""The ruling lines that a page of a PDF draws: strokes, and the thin filled boxes that Word
draws for the borders of cells."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from notice_parser.reading.ruled_tables import Rule

# A page with more is a drawing or a map, not a table.
_MOST_POINTS = 40_000
_DEEPEST_FORM = 8
_THICKEST = 3.0
_SHORTEST = 3.0
_SLANT = 0.8

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _Path(NamedTuple):
    """One subpath: its corners, whether it is all straight, and how it is drawn."""

    points: tuple[Point, ...]
    straight: bool
    stroked: bool
    filled: bool


def page_rules(page: pdfium.PdfPage) -> tuple[Rule, ...]:
    """The horizontal and vertical lines of the page, in points from its top left as displayed;
    none for a page that is a drawing."""
    count = raw.FPDFPage_CountObjects(page)
    objects = [raw.FPDFPage_GetObject(page, index) for index in range(count)]
    rules: list[Rule] = []
    points = 0
    for path in _paths(objects, _UNMOVED, depth=0):
        points += len(path.points)
        if points > _MOST_POINTS:
            return ()
        turned = [_on_page(page, point) for point in path.points]
        rules += _strokes(turned) if path.stroked else _thin_box(turned, path)
    return tuple(rules)


def _paths(objects: Sequence[Any], matrix: Matrix, *, depth: int) -> Iterator[_Path]:
    """The subpaths of the objects, those inside forms moved to where the form stands."""
    for item in objects:
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield from _subpaths(item, _moved(_matrix(item), matrix))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            count = raw.FPDFFormObj_CountObjects(item)
            inner = [raw.FPDFFormObj_GetObject(item, index) for index in range(max(count, 0))]
            yield from _paths(inner, _moved(_matrix(item), matrix), depth=depth + 1)


def _matrix(item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return _UNMOVED
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _moved(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _subpaths(path: Any, matrix: Matrix) -> Iterator[_Path]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    straight = True
    for index in range(min(raw.FPDFPath_CountSegments(path), _MOST_POINTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO and points:
            yield _Path(tuple(points), straight, bool(stroke.value), bool(fill.value))
            points, straight = [], True
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        a, b, c, d, e, f = matrix
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        straight = straight and kind != raw.FPDF_SEGMENT_BEZIERTO
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield _Path(tuple(points), straight, bool(stroke.value), bool(fill.value))


def _on_page(page: pdfium.PdfPage, point: Point) -> Point:
    """The point from the top left of the page as displayed."""
    left, bottom, right, top = page.get_cropbox()
    x, y = point
    rotation = page.get_rotation()
    if rotation == 0:
        return (x - left, top - y)
    if rotation == 90:
        return (y - bottom, x - left)
    if rotation == 270:
        return (top - y, right - x)
    return (right - x, y - bottom)


def _strokes(points: Sequence[Point]) -> Iterator[Rule]:
    for (x0, y0), (x1, y1) in pairwise(points):
        long, short = max(abs(x1 - x0), abs(y1 - y0)), min(abs(x1 - x0), abs(y1 - y0))
        if short <= _SLANT and long >= _SHORTEST:
            yield Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _thin_box(points: Sequence[Point], path: _Path) -> Iterator[Rule]:
    if not (path.filled and path.straight and 4 <= len(points) <= 6):
        return
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    across, down = right - left, bottom - top
    if min(across, down) > _THICKEST or max(across, down) < _SHORTEST:
        return
    if across >= down:
        yield Rule(left, (top + bottom) / 2, right, (top + bottom) / 2)
    else:
        yield Rule((left + right) / 2, top, (left + right) / 2, bottom)
