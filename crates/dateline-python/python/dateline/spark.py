"""Reading on Spark: `dateline.spark.read_tables(df)` maps documents to tables, `merge` brings accounts of one event together.

Workers need the package and what `pip install 'dateline[spark]'` brings (pandas below 3); set `PYSPARK_PYTHON` to their Python.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import dateline
from dateline._read import MONTH_AND_TYPE

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType


def read_batch(df: DataFrame, table: str = "events", *, columns: Mapping[str, str] | None = None) -> DataFrame:
    """One table of what is read from a data frame's texts. A row that is no document makes none; `table="errors"` has them."""

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            # A core is a task of Spark's: one thread each.
            yield from dateline.read_batch(batch, table, columns=columns, threads=1, skip=True).to_pyarrow().to_batches()

    return df.mapInArrow(read, schema(dateline.schema(table)))


def table_of(documents: DataFrame, table: str) -> DataFrame:
    """A table of the readings that a table `documents` holds, without reading anew."""
    return documents.mapInArrow(_each(lambda batch: dateline.tables_of(batch, [table])[table]), schema(dateline.schema(table)))


def merge(documents: DataFrame, *, rule: str = "standard", by: Sequence[str] = MONTH_AND_TYPE) -> DataFrame:
    """Incidents of a table `documents`: events are shuffled by month and type, or what `by` says, and each block is merged."""
    empty = dateline.schema("documents")
    blocks = documents.select("document", "text", "reading").mapInArrow(_each(lambda batch: dateline.blocks(batch, by=by)), schema(dateline.blocks(empty)))

    def incidents(block: pa.Table) -> pa.Table:
        return dateline.merge_block(block, rule=rule).to_pyarrow()

    return blocks.groupBy("block").applyInArrow(incidents, schema(dateline.merge_block(dateline.blocks(empty))))


def schema(table: dateline.Table) -> StructType:
    """A table's schema in Spark's terms. All may be null there: Spark's own conversions take no other structs that are."""
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructType

    words = from_arrow_schema(table.to_pyarrow().schema).json()
    for may_be_null in ("nullable", "containsNull"):
        words = words.replace(f'"{may_be_null}":false', f'"{may_be_null}":true')
    return StructType.fromJson(json.loads(words))


def _each(
    make: Callable[[pa.RecordBatch], dateline.Table],
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def each(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield from make(batch).to_pyarrow().to_batches()

    return each
