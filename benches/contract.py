"""Reads whole corpora and checks every reading against the contract; prints what breaks it.

    python3 benches/contract.py --score ../shared/score ../shared/data [--bin target/release/dateline]

Reads the MUC-4 stories and the raw text below the data folder. The exit status is 1 where a reading breaks the contract.
"""
import argparse, glob, os, re, sys
from collections import Counter

sys.path.insert(0, os.path.dirname(__file__))
import speed


def muc4(folder):
    """The stories of MUC-4, each under a line that begins with its id."""
    for path in sorted(glob.glob(os.path.join(folder, "dev-muc3-*")) + glob.glob(os.path.join(folder, "tst[12]-muc*"))):
        with open(path, encoding="latin-1") as file:
            parts = re.split(r"(?m)^((?:DEV-MUC3|TST[12]-MUC[34])-\d+)\b", file.read())
        yield from zip(parts[1::2], (text.strip() for text in parts[2::2]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--score", required=True, help="the folder of common.py")
    parser.add_argument("--bin", default="target/release/dateline")
    args = parser.parse_args()
    sys.path.insert(0, args.score)
    import common
    broken = False
    corpora = {"muc4": muc4(os.path.join(args.data, "muc4")),
               "rawtext": speed.documents(os.path.join(args.data, "rawtext", "reuters21578.txt"))}
    for name, documents in corpora.items():
        texts = dict(documents)
        run = common.run_reader(({"id": i, "text": t} for i, t in texts.items()), args.bin)
        found = Counter()
        examples = {}
        for i, text in texts.items():
            reading = run.readings.get(i)
            for violation in ["no reading"] if reading is None else common.check_contract(reading, text):
                kind = re.sub(r"\d+|'[^']*'|\"[^\"]*\"", "_", violation)[:80]
                found[kind] += 1
                examples.setdefault(kind, f"{i}: {violation}")
        print(f"{name}: {len(texts)} documents, {sum(found.values())} violations, {run.docs_s:.0f} documents/s")
        for kind, count in found.most_common(20):
            print(f"  {count} x {examples[kind][:300]}")
        for error in run.errors[:5]:
            print(f"  {error[:300]}")
        broken |= bool(found or run.errors)
    sys.exit(broken)


if __name__ == "__main__":
    main()
