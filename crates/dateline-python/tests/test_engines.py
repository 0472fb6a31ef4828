"""The same documents through the program, the package, Daft, Ray and Spark: the same rows.

Needs the engines (`check.sh engines` installs them), and is no part of the other tests.
"""

import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Iterator

import dateline
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reports import reports

COUNT = int(os.environ.get("DATELINE_DOCUMENTS", "1000"))
TABLES = ("documents", "events", "participants", "casualties", "claims", "actors", "places", "errors")


def lines(table: object) -> list[str]:
    """The rows of a table as sorted lines: engines keep no order between batches."""
    found = table if isinstance(table, list) else table.to_pylist()
    return sorted(json.dumps(row, default=str, sort_keys=True, ensure_ascii=False) for row in found)


@pytest.fixture(scope="session")
def rows() -> list[dict]:
    return [*reports(COUNT), {"id": "wrong", "published": "soon", "title": None, "publisher": None, "text": "Rebels attacked Gao."}]


@pytest.fixture(scope="session")
def documents(rows: list[dict], tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The documents as a Parquet file of several row groups."""
    path = tmp_path_factory.mktemp("documents") / "documents.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=200)
    return path


@pytest.fixture(scope="session")
def expected(documents: pathlib.Path) -> dict[str, list[str]]:
    """What the package says."""
    tables = dateline.read_tables(pq.read_table(documents), list(TABLES), skip=True)
    return {name: lines(table.to_pyarrow()) for name, table in tables.items()}


@pytest.fixture(scope="session")
def incidents(documents: pathlib.Path) -> list[str]:
    read = dateline.read_batch(pq.read_table(documents), "documents", skip=True)
    return lines(dateline.settle(dateline.merge_block(dateline.blocks(read))).to_pyarrow())


def errors_without_lines(expected: list[str]) -> list[str]:
    """Engines hand over batches, whose rows are counted anew."""
    return lines([{**json.loads(line), "line": None} for line in expected])


def check(name: str, found: pa.Table, expected: dict[str, list[str]]) -> None:
    schema = pa.schema(dateline.schema(name))
    assert found.column_names == schema.names
    if name == "errors":
        assert errors_without_lines(lines(found)) == errors_without_lines(expected[name])
    else:
        assert lines(found) == expected[name]


def test_the_program(program: str, rows: list[dict], expected: dict[str, list[str]]) -> None:
    told = "".join(json.dumps({k: v for k, v in row.items() if v is not None}) + "\n" for row in rows)
    done = subprocess.run([program, "read", "--format", "jsonl", "-"], input=told.encode(), capture_output=True)
    readings = [json.loads(line) for line in done.stdout.splitlines()]
    failed = [r for r in readings if r["schema"] != "dateline/reading/1"]
    found = [{**r, "document": {**r["document"], "path": None}} for r in readings if r not in failed]
    own = [json.loads(json.loads(line)["reading"]) for line in expected["documents"]]
    assert lines(found) == lines(own) and len(found) == COUNT
    assert [f["source_id"] for f in failed] == [json.loads(line)["source_id"] for line in expected["errors"]] == ["wrong"]


def test_the_archive(program: str, documents: pathlib.Path, expected: dict[str, list[str]], tmp_path: pathlib.Path) -> None:
    if subprocess.run([program, "archive", "--help"], capture_output=True).returncode:
        pytest.skip("this build of the program has no archive")
    # A day that is none is an error where the column was named, as it is to the package.
    subprocess.run(
        [program, "archive", documents, "--published-column", "published", "--out", tmp_path / "out"], capture_output=True
    )
    for name in TABLES:
        if name in ("documents", "errors"):
            continue  # they say which file they are from
        files = sorted((tmp_path / "out").rglob(f"{name}*/**/*.parquet")) or sorted((tmp_path / "out").rglob(f"{name}*.parquet"))
        found = pa.concat_tables(pq.ParquetFile(file).read() for file in files)
        assert lines(found) == expected[name], name


@pytest.fixture(scope="session")
def spark() -> Iterator[object]:
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.memory", "2g").config("spark.sql.shuffle.partitions", "4").getOrCreate()
    yield session
    session.stop()


def test_spark(spark, documents: pathlib.Path, expected: dict[str, list[str]], incidents: list[str]) -> None:
    import dateline.spark

    df = spark.read.parquet(str(documents)).repartition(4)
    check("events", dateline.spark.read_batch(df).toArrow(), expected)
    check("errors", dateline.spark.read_batch(df, "errors").toArrow(), expected)
    read = dateline.spark.read_batch(df, "documents").cache()
    check("documents", read.toArrow(), expected)
    for name in ("participants", "casualties", "claims", "actors", "places"):
        check(name, dateline.spark.table_of(read, name).toArrow(), expected)
    assert lines(dateline.spark.merge(read).toArrow()) == incidents


def test_daft(documents: pathlib.Path, expected: dict[str, list[str]], incidents: list[str]) -> None:
    import daft
    import dateline.daft

    df = daft.read_parquet(str(documents)).into_partitions(4)
    check("events", dateline.daft.read_batch(df).to_arrow(), expected)
    check("errors", dateline.daft.read_batch(df, "errors").to_arrow(), expected)
    read = dateline.daft.read_batch(df, "documents").collect()
    check("documents", read.to_arrow(), expected)
    for name in ("participants", "casualties", "claims", "actors", "places"):
        check(name, dateline.daft.table_of(read, name).to_arrow(), expected)
    assert lines(dateline.daft.merge(read).to_arrow()) == incidents


@pytest.fixture(scope="session")
def ray() -> Iterator[object]:
    os.environ.setdefault("RAY_AUTH_MODE", "disabled")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    import ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=256 << 20)
    yield ray
    ray.shutdown()


def test_ray(ray, documents: pathlib.Path, expected: dict[str, list[str]], incidents: list[str]) -> None:
    import dateline.ray

    def table(ds) -> pa.Table:
        return pa.concat_tables(ray.get(ds.to_arrow_refs()), promote_options="default")

    ds = ray.data.read_parquet(str(documents)).repartition(4)
    check("events", table(dateline.ray.read_batch(ds)), expected)
    read = dateline.ray.read_batch(ds, "documents").materialize()
    check("documents", table(read), expected)
    for name in ("participants", "casualties", "claims", "actors", "places"):
        check(name, table(dateline.ray.table_of(read, name)), expected)
    assert lines(table(dateline.ray.merge(read))) == incidents
