"""Layout of the tile map of a region: one linked tile for each jurisdiction, with its code and number of programmes."""

from collections.abc import Sequence
from dataclasses import dataclass

from programs.programmes.landscape import Tile

COLUMNS = 5
SIDE, GAP = 50, 6


@dataclass(frozen=True)
class PlacedTile:
    """A tile with its position, in SVG units."""

    tile: Tile
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + SIDE // 2

    @property
    def code_y(self) -> int:
        return self.y + 23

    @property
    def count_y(self) -> int:
        return self.y + 39


@dataclass(frozen=True)
class TileMap:
    name: str
    width: int
    height: int
    tiles: Sequence[PlacedTile]


def layout_tiles(name: str, tiles: Sequence[Tile]) -> TileMap:
    """Rows of five, in the order given."""
    placed = [
        PlacedTile(tile, 2 + (SIDE + GAP) * (n % COLUMNS), 2 + (SIDE + GAP) * (n // COLUMNS))
        for n, tile in enumerate(tiles)
    ]
    across = min(len(tiles), COLUMNS) or 1
    down = -(-len(tiles) // COLUMNS) or 1
    return TileMap(name, across * (SIDE + GAP), down * (SIDE + GAP), placed)
