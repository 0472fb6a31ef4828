"""Words a second and peak memory of `dateline read` on an archive of news.

    python3 benches/speed.py ../shared/data/rawtext/reuters21578.txt [--bin target/release/dateline] [--documents N]

The archive holds one document after the other, each under a line `### N | date | topics | title`. Standard library only;
the peak is the largest resident set that the kernel saw (ru_maxrss), of a process of its own for each run.
"""
import argparse, json, os, subprocess, sys, tempfile, time


def documents(path):
    """The documents of the archive, as the program takes them."""
    head, lines = None, []
    with open(path, encoding="utf-8", errors="replace") as archive:
        for line in archive:
            if line.startswith("### "):
                if head:
                    yield head, "".join(lines)
                head, lines = line[4:].split(" | ")[0].strip(), []
            else:
                lines.append(line)
    if head:
        yield head, "".join(lines)


def run(binary, path, threads):
    """Seconds and peak memory in MiB of one run."""
    start = time.perf_counter()
    with open(os.devnull, "wb") as nothing:
        process = subprocess.Popen([binary, "read", "--format", "jsonl", "--threads", str(threads), path], stdout=nothing)
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{binary} ended with status {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    parser.add_argument("--bin", default="target/release/dateline")
    parser.add_argument("--documents", type=int, help="only so many")
    args = parser.parse_args()
    words = count = 0
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for name, text in documents(args.archive):
            if args.documents and count == args.documents:
                break
            out.write(json.dumps({"id": name, "text": text}) + "\n")
            words += len(text.split())
            count += 1
        out.flush()
        print(f"{count} documents, {words} words, {os.path.getsize(out.name) / 1e6:.1f} MB")
        for threads in (1, 2):
            seconds, peak = run(args.bin, out.name, threads)
            print(f"{threads} thread{'s' * (threads > 1)}: {words / seconds:,.0f} words/s, {count / seconds:,.0f} documents/s, "
                  f"{seconds:.1f} s, peak {peak:.0f} MiB")


if __name__ == "__main__":
    main()
