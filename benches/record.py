"""Documents a second, peak memory and size of the file of `dateline ingest`, and the time of a merger, on an archive of news.

    python3 benches/record.py ../shared/data/rawtext/reuters21578.txt [--bin target/release/dateline] [--documents 5000 10000 20000]
    python3 benches/record.py ARCHIVE --documents 2000 --lines OUT.jsonl      only write the documents, one a line

The archive is that of speed.py. Standard library only; the peak is the largest resident set that the kernel saw (ru_maxrss).
"""
import argparse, json, os, subprocess, sys, tempfile, time

from speed import documents


def write(archive, count, out):
    """The first documents of the archive, as the program takes them; how many there were."""
    written = 0
    for name, text in documents(archive):
        if written == count:
            break
        out.write(json.dumps({"id": name, "text": text}) + "\n")
        written += 1
    out.flush()
    return written


def run(*command):
    """Seconds by the clock, seconds of all cores, and peak memory in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with status {status}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    parser.add_argument("--bin", default="target/release/dateline")
    parser.add_argument("--documents", type=int, nargs="+", default=[5000, 10000, 20000])
    parser.add_argument("--lines", help="only write the documents to this file")
    args = parser.parse_args()
    if args.lines:
        with open(args.lines, "w", encoding="utf-8") as out:
            print(write(args.archive, args.documents[0], out), "documents")
        return
    for wanted in args.documents:
        with tempfile.TemporaryDirectory() as folder:
            lines, record = os.path.join(folder, "documents.jsonl"), os.path.join(folder, "record.db")
            with open(lines, "w", encoding="utf-8") as out:
                count = write(args.archive, wanted, out)
            for name, command in [
                ("ingest", ("ingest", "--no-merge", "--record", record, lines)),
                ("again", ("ingest", "--no-merge", "--record", record, lines)),
                ("merge", ("merge", "--record", record)),
                ("verify", ("verify", "--record", record)),
            ]:
                seconds, cores, peak = run(args.bin, *command)
                rate = f", {count / seconds:,.0f} documents/s" if name in ("ingest", "again") else ""
                print(f"{count} documents: {name} {seconds:.1f} s ({cores:.1f} s of cores){rate}, peak {peak:.0f} MiB", flush=True)
            print(f"{count} documents: file {os.path.getsize(record) / 1e6:.1f} MB, texts {os.path.getsize(lines) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
