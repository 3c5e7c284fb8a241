"""How a page was turned so that its lines stand level, and the way back to the page as it lies."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

from notice_parser.model import Box


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page was turned for reading: by `quarters` of a right angle and then by
    `degrees`, both against the clock. `width` and `height` are those of the page as it is
    displayed, in points."""

    quarters: int
    degrees: float
    width: float
    height: float

    def back(self, box: Box) -> Box:
        """Where a box of the turned page stands on the page as it is displayed."""
        corners = [self._back(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return Box(
            round(max(min(across), 0.0), 2),
            round(max(min(down), 0.0), 2),
            round(min(max(across), self.width), 2),
            round(min(max(down), self.height), 2),
        )

    def _back(self, x: float, y: float) -> tuple[float, float]:
        sideways = self.quarters % 2
        width, height = (self.height, self.width) if sideways else (self.width, self.height)
        slope = radians(self.degrees)
        x, y = x - width / 2, y - height / 2
        x, y = x * cos(slope) - y * sin(slope), x * sin(slope) + y * cos(slope)
        for _ in range(self.quarters):
            x, y = -y, x
        return x + self.width / 2, y + self.height / 2
