"""The compiled half of the package `dateline`."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, final

__all__ = ["TABLES", "Reader", "Table", "__version__", "blocks", "schema", "tables_of"]
__version__: str
TABLES: list[str]

class _Arrow(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Reader:
    def __new__(cls, lexicon: Mapping[str, str] | None = None) -> Reader: ...
    @property
    def coder(self) -> str: ...
    def read(
        self,
        text: str,
        *,
        published: str | None = None,
        title: str | None = None,
        url: str | None = None,
        publisher: str | None = None,
        language: str | None = None,
        country: str | None = None,
        id: str | None = None,
    ) -> str: ...
    def tables(
        self,
        data: _Arrow,
        tables: Sequence[str],
        *,
        columns: Mapping[str, str] | None = None,
        threads: int | None = None,
        skip: bool = False,
    ) -> list[Table]: ...
    def merge_blocks(self, blocks: _Arrow, *, rule: str = "standard") -> Table: ...

@final
class Table:
    """A table in Arrow's memory. Any library that speaks Arrow takes it without a copy."""

    @property
    def column_names(self) -> list[str]: ...
    @property
    def num_rows(self) -> int: ...
    def __len__(self) -> int: ...
    def to_pyarrow(self) -> Any: ...
    def to_pandas(self) -> Any: ...
    def to_polars(self) -> Any: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...

def schema(table: str) -> Table: ...
def tables_of(documents: _Arrow, tables: Sequence[str]) -> list[Table]: ...
def blocks(documents: _Arrow, *, by: Sequence[str]) -> Table: ...
