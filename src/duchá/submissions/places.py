"""Where the cells of a table's rows stand: known for all of them, made for the few that are spoken of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from duchá.terms.place import Place, address


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """Where the cells of a table's rows stand, without the sheet itself."""

    sheet: str
    columns: Mapping[str, int]
    labels: Mapping[str, str]
    transposed: bool

    def place(self, row: int, id: str) -> Place:
        """Where a column's cell stands in a row."""
        return self.at(row, self.columns[id], self.labels[id])

    def at(self, row: int, column: int, label: str = "") -> Place:
        """The place of any cell; of a transposed table (B24) as it stands in the file."""
        return Place(sheet=self.sheet, cell=self.address(row, column), label=label)

    def address(self, row: int, column: int) -> str:
        """The address of any cell in the file."""
        return address(column, row) if self.transposed else address(row, column)


class RowPlaces(Mapping[str, Place]):
    """The places of a row's cells by column id, each made when it is asked for: a clean return asks for none."""

    __slots__ = ("row", "spots")

    def __init__(self, spots: Spots, row: int) -> None:
        self.spots, self.row = spots, row

    def __getitem__(self, id: str) -> Place:
        return self.spots.place(self.row, id)

    def __iter__(self) -> Iterator[str]:
        return iter(self.spots.columns)

    def __len__(self) -> int:
        return len(self.spots.columns)

    def __repr__(self) -> str:
        return repr(dict(self))

    @property
    def sheet(self) -> str:
        """The sheet of them all."""
        return self.spots.sheet

    def addresses(self) -> dict[str, str]:
        """The addresses alone: what is stored of every row."""
        spots, row = self.spots, self.row
        return {id: spots.address(row, column) for id, column in spots.columns.items()}
