"""Reading on Spark: `dateline.spark.read_batch(df)` maps documents to rows, `merge` brings accounts of one event together.

Workers need the package and what `pip install 'dateline[spark]'` brings (pandas below 3); set `PYSPARK_PYTHON` to their Python.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from dateline._cluster import Adapter, Step


class Spark(Adapter[DataFrame]):
    def map(self, data: DataFrame, step: Step) -> DataFrame:
        def each(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                yield from step(batch).to_batches()

        return data.mapInArrow(each, _schema(step.gives))

    def group(self, data: DataFrame, key: str, step: Step) -> DataFrame:
        return data.groupBy(key).applyInArrow(lambda rows: step(rows), _schema(step.gives))

    def add_up(self, data: DataFrame, key: str, count: str) -> pa.Table:
        return data.groupBy(key).sum(count).toArrow().rename_columns([key, count])

    def keep(self, data: DataFrame) -> DataFrame:
        return data.persist()

    def here(self, data: DataFrame) -> pa.Table:
        return data.toArrow()


def _schema(schema: pa.Schema) -> StructType:
    """In Spark's terms. All may be null there: Spark's own conversions take no other structs."""
    words = from_arrow_schema(schema).json()
    for may_be_null in ("nullable", "containsNull"):
        words = words.replace(f'"{may_be_null}":false', f'"{may_be_null}":true')
    return StructType.fromJson(json.loads(words))


_spark = Spark()
read_batch, table_of, merge = _spark.read_batch, _spark.table_of, _spark.merge
