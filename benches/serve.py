#!/usr/bin/env python3
"""How many requests a second `dateline serve` answers, and how long the slowest take, while reports come in.

Makes a record of invented incidents (each report tells of another, so that as many incidents come of them), serves it on
loopback and asks for map, table and incidents with `wrk`, first in quiet and then while `dateline ingest` adds reports and
a merger makes the view anew. Then decides, and says how long each decision takes until all views hold it. Bounded: each
measure takes --seconds, and nothing is left behind.

    cargo build --release
    python3 benches/serve.py --incidents 20000
"""
import argparse
import datetime
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.request

PLACES = [
    ("Dori", "Burkina Faso"), ("Djibo", "Burkina Faso"), ("Kaya", "Burkina Faso"), ("Kidal", "Mali"), ("Gao", "Mali"),
    ("Mopti", "Mali"), ("Timbuktu", "Mali"), ("Niamey", "Niger"), ("Agadez", "Niger"), ("Maiduguri", "Nigeria"),
    ("Kano", "Nigeria"), ("Jos", "Nigeria"), ("Goma", "Democratic Republic of Congo"), ("Bunia", "Democratic Republic of Congo"),
    ("Nairobi", "Kenya"), ("Garissa", "Kenya"), ("Mogadishu", "Somalia"), ("Kismayo", "Somalia"), ("Khartoum", "Sudan"),
    ("Nyala", "Sudan"), ("Addis Ababa", "Ethiopia"), ("Mekelle", "Ethiopia"), ("Quetta", "Pakistan"), ("Peshawar", "Pakistan"),
    ("Kabul", "Afghanistan"), ("Herat", "Afghanistan"), ("Mosul", "Iraq"), ("Kirkuk", "Iraq"), ("Aleppo", "Syria"),
    ("Idlib", "Syria"), ("Sanaa", "Yemen"), ("Taiz", "Yemen"), ("Cali", "Colombia"), ("Popayan", "Colombia"),
    ("Lashio", "Myanmar"), ("Sittwe", "Myanmar"), ("Dakar", "Senegal"), ("Bangui", "Central African Republic"),
]
ACTS = [
    "Gunmen killed {n} {who} in {place}, {country}, on {day}, {says} said.",
    "{n} {who} were killed in an air strike near {place}, {country}, on {day}, {says} said. The army denied it.",
    "A bomb killed {n} {who} in {place}, {country}, on {day}, {says} said.",
    "Police arrested {n} protesters in {place}, {country}, on {day}, {says} said.",
    "Armed men abducted {n} {who} near {place}, {country}, on {day}, {says} said.",
    "Hundreds of people protested against prices in {place}, {country}, on {day}, {says} said.",
]
WHO = ["farmers", "traders", "soldiers", "teachers", "herders", "miners", "police officers", "aid workers"]
SAYS = ["the mayor", "residents", "the army", "a police spokesman", "a hospital official", "the governor", "witnesses"]


def reports(count, seed):
    """Reports, each of another incident: its own place, day and act."""
    dice = random.Random(seed)
    first = datetime.date(2016, 1, 1)
    for number in range(count):
        place, country = PLACES[number % len(PLACES)]
        day = first + datetime.timedelta(days=(number // len(PLACES) * 7 + dice.randrange(3)) % 3600)
        words = {"place": place, "country": country, "n": dice.randrange(2, 60), "who": dice.choice(WHO), "says": dice.choice(SAYS)}
        words["day"] = f"{day.day} {day:%B %Y}"
        text = dice.choice(ACTS).format(**words)
        published = (day + datetime.timedelta(days=1)).isoformat()
        yield {"id": f"{seed}-{number}", "title": f"Report {seed}-{number}", "published": published, "text": text}


def write(path, lines):
    with open(path, "w", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(line) + "\n")


def wrk(address, path, seconds, connections, script=None):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    if script:
        command += ["-s", str(script)]
    out = subprocess.run([*command, address + path], capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    figure = lambda pattern: (re.search(pattern, out) or [None, "-"])[1]
    wrong = figure(r"Non-2xx or 3xx responses: (\d+)")
    return figure(r"Requests/sec:\s+([\d.]+)"), figure(r"50%\s+(\S+)"), figure(r"99%\s+(\S+)"), wrong


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--incidents", type=int, default=20000)
    args.add_argument("--seconds", type=int, default=8)
    args.add_argument("--connections", type=int, default=8)
    args.add_argument("--dateline", default="target/release/dateline")
    args.add_argument("--keep", metavar="DIR", help="keep the record here, and use one that is there")
    args = args.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is not installed (apt install wrk)")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(args.keep or folder)
        folder.mkdir(exist_ok=True)
        record = folder / "load.db"
        if not record.exists():
            write(folder / "reports.jsonl", reports(args.incidents, 1))
            for command in (["ingest", "--no-merge", "--record", record, folder / "reports.jsonl"], ["merge", "--record", record]):
                start = time.monotonic()
                subprocess.run([args.dateline, *map(str, command)], check=True)
                print(f"{command[0]}: {time.monotonic() - start:.1f} s")
        write(folder / "more.jsonl", reports(args.incidents // 2, int(time.time())))
        start = time.monotonic()
        server = subprocess.Popen([args.dateline, "serve", str(record), "--bind", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
        try:
            address = server.stdout.readline().split()[0].rstrip("/") + "/api/v1"
            print(f"ready after {time.monotonic() - start:.1f} s, {worked(server.pid):.1f} s of a core; {memory(server.pid)} MiB")
            measure(args, address, folder, record)
            decide(address)
            print(f"{memory(server.pid)} MiB at the end")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


def memory(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024


def worked(pid):
    """Seconds of a core that a program has used."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def decide(address):
    """How long decisions take, in the middle of three of each."""
    get = lambda path: json.load(urllib.request.urlopen(address + path, timeout=60))

    def post(**decision):
        body = json.dumps({"why": "measured", **decision}).encode()
        headers = {"Content-Type": "application/json", "X-Dateline": "1"}
        start = time.monotonic()
        answer = json.load(urllib.request.urlopen(urllib.request.Request(f"{address}/decisions", body, headers), timeout=120))
        took.setdefault(decision["verb"] + (" of " + what if decision["verb"] == "undo" else ""), []).append(time.monotonic() - start)
        return answer

    took, what = {}, ""
    items = get("/incidents?sort=-sources&limit=60")["items"]
    several = [item for item in items if item["accounts"] > 1]
    for turn in range(3):
        one, two = items[-1 - turn]["id"], items[-10 - turn]["id"]
        for what, decision in (("accept", {"ids": [one]}), ("merge", {"ids": [one, two]})):
            made = post(verb=what, **decision)
            post(verb="undo", ids=[made["seq"]])
        if turn < len(several):
            own = several[turn]["id"]
            event = get(f"/incidents/{own}")["accounts"][-1]["event_id"]
            what = "split"
            made = post(verb=what, ids=[own, event])
            post(verb="undo", ids=[made["seq"]])
    print("\n| decision | until the answer |\n|---|---|")
    for name, seconds in took.items():
        print(f"| {name} | {sorted(seconds)[len(seconds) // 2] * 1000:.0f} ms |")


def measure(args, address, folder, record):
    get = lambda path: json.load(urllib.request.urlopen(address + path, timeout=60))
    ids = [item["id"] for item in get("/incidents?limit=1000")["items"]]
    print(get("/record")["incidents"], "incidents")
    script = folder / "ids.lua"
    listed = ",".join(f'"{i}"' for i in ids)
    script.write_text(
        f"local ids = {{{listed}}}\nlocal at = 0\nrequest = function()\n"
        "  at = at % #ids + 1\n  return wrk.format('GET', '/api/v1/incidents/' .. ids[at])\nend\n"
    )
    asked = [
        ("map, the world", "/map?zoom=2", None),
        ("map, a land", "/map?zoom=6&bbox=-6,9,3,16&type=ASSAULT", None),
        ("table", "/incidents?limit=100&sort=-dead", None),
        ("table, chosen", "/incidents?limit=100&country=MLI&from=2018-01-01&dead=10", None),
        ("table, words", "/incidents?limit=100&q=hospital", None),
        ("facets", "/facets?type=ASSAULT", None),
        ("timeline", "/timeline", None),
        ("incident", "/incidents/", script),
    ]
    for heading in ("in quiet", "while reports come in"):
        print(f"\n| {heading} | requests/s | p50 | p99 | errors |\n|---|---|---|---|---|")
        stop = threading.Event()
        writer = threading.Thread(target=write_on, args=(args, folder, record, stop))
        if heading != "in quiet":
            writer.start()
        for name, path, lua in asked:
            rate, median, slow, wrong = wrk(address, path, args.seconds, args.connections, lua)
            print(f"| {name} | {rate} | {median} | {slow} | {wrong} |", flush=True)
        stop.set()
        if writer.is_alive():
            writer.join()


def write_on(args, folder, record, stop):
    """Adds reports and merges, as a desk does, until told to stop."""
    lines = (folder / "more.jsonl").read_text().splitlines()
    at = 0
    while not stop.is_set() and at < len(lines):
        (folder / "part.jsonl").write_text("\n".join(lines[at : at + 500]) + "\n")
        at += 500
        command = ["ingest", "--threads", "1", "--record", record, folder / "part.jsonl"]
        subprocess.run([args.dateline, *map(str, command)], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
