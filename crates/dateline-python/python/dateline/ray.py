"""Reading on Ray Data: `dateline.ray.read_batch(ds)` maps documents to rows, `merge` brings accounts of one event together.

Each worker reads with one thread. Leave Ray some cores: a pool of actors that takes every core waits for itself.
"""

from __future__ import annotations

import pyarrow as pa
import ray
from ray.data import Dataset

from dateline._cluster import ROWS, Adapter, Step


class Ray(Adapter[Dataset]):
    def map(self, data: Dataset, step: Step) -> Dataset:
        # A function and not the step itself: Ray takes what can be called and is no function for a class of actors.
        return data.map_batches(lambda batch: step(batch), batch_format="pyarrow", batch_size=ROWS, zero_copy_batch=True)

    def group(self, data: Dataset, key: str, step: Step) -> Dataset:
        return data.groupby(key).map_groups(lambda rows: step(rows), batch_format="pyarrow")

    def add_up(self, data: Dataset, key: str, count: str) -> pa.Table:
        return self.here(data.groupby(key).sum(count)).rename_columns([key, count])

    def keep(self, data: Dataset) -> Dataset:
        return data.materialize()

    def here(self, data: Dataset) -> pa.Table:
        return pa.concat_tables(ray.get(data.to_arrow_refs()), promote_options="default")


_ray = Ray()
read_batch, table_of, merge = _ray.read_batch, _ray.table_of, _ray.merge
