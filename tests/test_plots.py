"""Pictures: every state has a sign of its own, labels are Vietnamese, files are the same."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

pytest.importorskip("matplotlib", reason="pictures need the package of [plots]")
pytest.importorskip("sklearn", reason="themes need the packages of [analysis]")

from matplotlib.figure import Figure

from notice_parser import open_dataset
from notice_parser.dataset.frames import Dataset
from notice_parser.errors import UsageError
from notice_parser.plots import plot_matrix, plot_spread, plot_timeline
from notice_parser.plots.drawing import Mark, grid_figure
from notice_parser.themes.panel import panel, spread
from notice_parser.themes.recurrence import State

PNG = b"\x89PNG\r\n"


@pytest.fixture(scope="module")
def dataset(corpus_dataset: Path) -> Dataset:
    return open_dataset(corpus_dataset)


def unit(dataset: Dataset, name: str) -> str:
    units = dataset.units
    return str(units.loc[units["name"] == name, "unit_id"].iloc[0])


def labels(figure: Figure) -> str:
    (axes,) = figure.axes
    ticks = [*axes.get_xticklabels(), *axes.get_yticklabels()]
    texts = [*ticks, *figure.legends[0].get_texts(), figure._suptitle]
    return "\n".join(text.get_text() for text in texts)


def test_a_matrix_of_themes(dataset: Dataset, tmp_path: Path) -> None:
    figure = plot_matrix(dataset, province="ben tre", path=tmp_path / "matrix.png")
    assert (tmp_path / "matrix.png").read_bytes().startswith(PNG)
    assert {"UBND huyện Ba Tri", "có kiểm tra, không ghi nhận"} <= set(labels(figure).split("\n"))
    assert "Di Linh" not in labels(figure)


def test_a_matrix_of_areas(dataset: Dataset) -> None:
    units = [unit(dataset, name) for name in ("UBND huyện Ba Tri", "UBND xã An Đức")]
    figure = plot_matrix(dataset, rows="area", units=units)
    assert len(figure.axes[0].get_yticklabels()) == 7
    assert "không kiểm tra" in labels(figure), "the commune's institutions were not looked at"
    hatched = [patch for patch in figure.axes[0].patches if patch.get_hatch()]
    assert 1 <= len(hatched) < 14


def test_a_timeline_of_a_body(dataset: Dataset) -> None:
    figure = plot_timeline(dataset, unit=unit(dataset, "UBND huyện Di Linh"))
    years = [tick.get_text() for tick in figure.axes[0].get_xticklabels()]
    assert years[0] == "2021", "nothing is drawn of the years before the first inspection"
    assert years[-1] == "2025"
    assert "lặp lại" in labels(figure)


def test_a_timeline_of_a_theme_leads_to_the_merged_body(dataset: Dataset) -> None:
    body = unit(dataset, "UBND xã An Đức")
    recurrence = dataset.recurrence
    theme = recurrence.loc[recurrence["unit_id"] == body, "theme_id"].iloc[0]
    figure = plot_timeline(dataset, theme=theme)
    rows = [tick.get_text() for tick in figure.axes[0].get_yticklabels()]
    assert rows.index("UBND xã Ba Tri") - rows.index("UBND xã An Đức") in (1, 2)
    assert len(figure.axes[0].texts) >= 1, "the arrow"


def test_spread_has_its_denominators(dataset: Dataset, tmp_path: Path) -> None:
    themes = list(dataset.themes.sort_values(["units", "theme_id"])["theme_id"][-2:])
    figure = plot_spread(dataset, themes=themes, path=tmp_path / "spread.svg")
    assert len(figure.axes) == 2
    table = spread(dataset, themes=themes)
    assert (table["found"] <= table["inspected"]).all()
    row = table[table["found"] > 0].iloc[0]
    told = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert any(text.startswith(f"{row['found']}/{row['inspected']}\n") for text in told)
    ElementTree.parse(tmp_path / "spread.svg")


def test_a_panel_has_every_cell(dataset: Dataset) -> None:
    themes = list(dataset.themes["theme_id"][:2])
    units = [unit(dataset, "UBND huyện Ba Tri"), unit(dataset, "UBND xã Gung Ré")]
    cells = panel(dataset, themes=themes, units=units)
    years = range(cells["year"].min(), cells["year"].max() + 1)
    assert len(cells) == 2 * 2 * len(years)
    stored = dataset.recurrence.merge(cells, on=["theme_id", "unit_id", "year"])
    assert (stored["state_x"] == stored["state_y"]).all()


def test_the_same_picture_is_the_same_file(tmp_path: Path) -> None:
    marks = {(0, x): Mark(state, x) for x, state in enumerate(State)}
    for name in ("a.svg", "b.svg", "a.png", "b.png"):
        years = [str(2020 + x) for x in range(5)]
        grid_figure(["Hồ sơ trễ hạn"], years, marks, title="Ổn", path=tmp_path / name)
    for kind in ("svg", "png"):
        one, other = ((tmp_path / f"{name}.{kind}").read_bytes() for name in "ab")
        assert one == other


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda d, _: plot_timeline(d), "name one of them"),
        (lambda d, _: plot_timeline(d, theme="t-zzz"), "t-zzz: "),
        (lambda d, _: plot_timeline(d, unit="zzz"), "zzz: "),
        (lambda d, _: plot_spread(d, themes=["t-zzz"]), "t-zzz: no such id"),
        (lambda d, _: plot_matrix(d, rows="year"), 'rows are "theme" or "area"'),
        (lambda d, _: plot_matrix(d, province="Atlantis"), "Atlantis: "),
        (lambda d, p: plot_matrix(d, province="Bến Tre", path=p / "a.gif"), "must end in .png"),
        (lambda d, p: plot_matrix(d, province="Bến Tre", path=p / "no" / "a.png"), "cannot be"),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence(dataset, tmp_path, call, told) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError) as caught:
        call(dataset, tmp_path)
    assert told in str(caught.value)
