"""Whether `dateline panel --events` says of UCDP's own tables what plain sums over them say.

    python3 benches/panel.py ../shared/data/event_tables

Every row of every panel (country, division, cell; whole and by type; dead whole and spread) is compared with sums made here from
the file alone, with other code: dictionaries, no library, no months that nobody needs. Zeros must be written for every unit
and month, and the panel's totals must be those of the table.
"""

import argparse
import calendar
import collections
import csv
import json
import math
import pathlib
import subprocess
import sys
import tempfile

TYPES = {"1": "sb", "2": "ns", "3": "os"}


def rows(path):
    """The table's rows as dictionaries of words."""
    if path.suffix == ".csv":
        with open(path, newline="", encoding="utf-8") as file:
            yield from csv.DictReader(file)
        return
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        longitude, latitude = feature["geometry"]["coordinates"]
        yield {**{k: str(v) for k, v in feature["properties"].items()}, "latitude": latitude, "longitude": longitude}


def whole(cell):
    return int(float(cell))


def place(row, unit):
    """The unit of a row, or none where the place is known less finely."""
    precision = whole(row["where_prec"])
    if unit == "country":
        return row["country"]
    if unit == "admin1":
        return row["adm_1"] if row["adm_1"] and precision != 6 else None
    if precision in (4, 6):
        return None
    # By the formula and not by the table's own column, which must say the same.
    gid = math.floor((float(row["latitude"]) + 90) / 0.5) * 720 + math.floor((float(row["longitude"]) + 180) / 0.5) + 1
    assert gid == whole(row["priogrid_gid"]), row["id"]
    return str(gid)


def months_of(row):
    first, last = row["date_start"][:7], row["date_end"][:7]
    months = [first]
    while months[-1] != last:
        year, month = map(int, months[-1].split("-"))
        months.append(f"{year + month // 12:04}-{month % 12 + 1:02}")
    return months


def sums(table, unit, types, spread):
    """Events and dead by unit and month of the table."""
    out = collections.defaultdict(lambda: [0, 0, 0, 0])
    # All the months between the first and the last in which an event ends are covered.
    covered_from = min(row["date_end"][:7] for row in table)
    for row in table:
        where = place(row, unit)
        if where is None or TYPES.get(str(whole(row["type_of_violence"]))) not in types:
            continue
        months = [m for m in months_of(row) if m >= covered_from] if spread else [row["date_end"][:7]]
        out[where, months[-1]][0] += 1
        for at, measure in enumerate(("best", "low", "high"), start=1):
            dead = whole(row[measure])
            # The same shares said in another way: each month its part of what is left.
            for left in range(len(months), 0, -1):
                part = dead // left
                out[where, months[len(months) - left]][at] += part
                dead -= part
    return out


def panel(program, path, unit, types, spread):
    """The program's panel: by unit and month, with its rows counted."""
    key = {"country": "country_name", "admin1": "admin1", "priogrid": "gid"}[unit]
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "panel.csv"
        command = [program, "panel", "--events", path, "--unit", unit, "--type", ",".join(types), "-o", out]
        subprocess.run([*map(str, command), *(["--spread"] if spread else [])], check=True, stderr=subprocess.DEVNULL)
        with open(out, newline="", encoding="utf-8") as file:
            found = list(csv.DictReader(file))
    for row in found:
        year, month = map(int, row["month"].split("-"))
        assert int(row["month_id"]) == (year - 1980) * 12 + month and calendar.month_name[month], row
    measures = ("events", "killed", "killed_low", "killed_high")
    cells = {(row[key], row["month"]): [int(row[m]) for m in measures] for row in found}
    assert len(cells) == len(found), "two rows of one unit and month"
    return cells


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tables", type=pathlib.Path)
    parser.add_argument("--program", default="target/release/dateline")
    args = parser.parse_args()
    failed = False
    for name in ("ucdp_ged_v19_1_syria.csv", "ucdp_ged_v23_1_CAR.geojson"):
        table = list(rows(args.tables / name))
        for unit in ("country", "admin1", "priogrid"):
            for types in (["sb", "ns", "os"], ["os"]):
                for spread in (False, True):
                    expected = sums(table, unit, types, spread)
                    found = panel(args.program, args.tables / name, unit, types, spread)
                    units = {where for where, _ in found}
                    months = {month for _, month in found}
                    differ = [k for k in set(found) | set(expected) if found.get(k) != expected.get(k, [0, 0, 0, 0])]
                    complete = len(found) == len(units) * len(months)
                    # Shares need not be the same month by month where they are not whole; the unit's total must be.
                    if spread:
                        totals = lambda cells, k: [sum(v[k] for (w, _), v in cells.items() if w == unit) for unit in units]
                        differ = [k for k in range(4) if totals(found, k) != totals(expected, k)]
                    good = not differ and complete and units == {where for where, _ in expected}
                    failed |= not good
                    dead = sum(cells[1] for cells in found.values())
                    print(f"{'same' if good else 'DIFFERS'}  {name}  {unit:8}  {'+'.join(types):8}  "
                          f"{'spread' if spread else 'by end':6}  {len(units):4} units x {len(months)} months, "
                          f"{sum(c[0] for c in found.values()):6} events, {dead:6} dead")
                    for key in differ[:5]:
                        print("   ", key, found.get(key), expected.get(key), file=sys.stderr)
    sys.exit(failed)


if __name__ == "__main__":
    main()
