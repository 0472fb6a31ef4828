"""Documents and words a second, peak memory and size of `dateline archive`, and what ten million documents would take.

    python3 benches/archive.py ../shared/data/rawtext/reuters21578.txt [--bin target/release/dateline] [--documents 200000]
    python3 benches/archive.py ARCHIVE --documents 3000 --lines OUT.jsonl      only write the documents, one a line

The archive is that of speed.py, repeated until there are so many documents; each copy has an id of its own and is read anew, since
nothing is remembered from one document to the next. Standard library only; the peak is the largest resident set that the kernel saw
(ru_maxrss). On a machine that others share, the processor's time is the figure to trust: rates by it are told too.
"""
import argparse, hashlib, itertools, json, os, sys, tempfile

from record import run
from speed import documents


def write(archive, count, out):
    """So many documents, as the program takes them; how many words they have."""
    words = 0
    copies = (((name, copy), text) for copy in itertools.count() for name, text in documents(archive))
    for (name, copy), text in itertools.islice(copies, count):
        out.write(json.dumps({"id": f"{name}-{copy}", "text": text}) + "\n")
        words += len(text.split())
    out.flush()
    return words


def sizes(folder):
    """Bytes of each table."""
    tables = (name for name in sorted(os.listdir(folder)) if os.path.isdir(os.path.join(folder, name)))
    size = lambda table: sum(os.path.getsize(os.path.join(folder, table, name)) for name in os.listdir(os.path.join(folder, table)))
    return {table: size(table) for table in tables}


def content(folder):
    """A hash of all files but the timings."""
    whole = hashlib.sha256()
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name != "timings.json":
                whole.update(os.path.join(os.path.relpath(root, folder), name).encode())
                whole.update(open(os.path.join(root, name), "rb").read())
    return whole.hexdigest()[:16]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    parser.add_argument("--bin", default="target/release/dateline")
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--lines", help="only write the documents to this file")
    args = parser.parse_args()
    if args.lines:
        with open(args.lines, "w", encoding="utf-8") as out:
            print(write(args.archive, args.documents, out), "words")
        return
    with tempfile.TemporaryDirectory() as folder:
        lines = os.path.join(folder, "documents.jsonl")
        with open(lines, "w", encoding="utf-8") as out:
            words = write(args.archive, args.documents, out)
        print(f"{args.documents} documents, {words} words, {os.path.getsize(lines) / 1e6:.1f} MB", flush=True)
        hashes = set()
        for threads in args.threads:
            tables = os.path.join(folder, f"tables-{threads}")
            load = os.getloadavg()[0]
            seconds, cores, peak = run(args.bin, "archive", lines, "--out", tables, "--threads", str(threads))
            print(f"{threads} thread{'s' * (threads > 1)}: {args.documents / seconds:,.0f} documents/s, {words / seconds:,.0f} words/s "
                  f"by the clock ({seconds:.0f} s, load before {load:.1f}); {args.documents / cores:,.0f} documents and "
                  f"{words / cores:,.0f} words a second of one core ({cores:.0f} s); peak {peak:.0f} MiB", flush=True)
            hashes.add(content(tables))
        size = sizes(tables)
        print(f"tables {sum(size.values()) / 1e6:.1f} MB: " + ", ".join(f"{name} {n / 1e6:.1f}" for name, n in size.items()))
        print("the same files on any number of threads" if len(hashes) == 1 else f"FILES DIFFER: {hashes}")
        hours = 1e7 / (args.documents / cores) / 16 / 3600
        print(f"10 million such documents on 16 cores: {hours:.1f} h, {sum(size.values()) / args.documents * 1e7 / 1e9:.0f} GB; "
              f"a thousand million: {1e9 / (args.documents / cores) / 3600:,.0f} core hours")
        if len(hashes) > 1:
            sys.exit(1)


if __name__ == "__main__":
    main()
