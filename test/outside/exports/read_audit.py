"""Reads both exports of an audit trail with what comes with Python, and recomputes the chain from docs/audit.md alone.

usage: read_audit.py FILE.jsonl FILE.csv
Prints what it read as JSON; ends with 1 and a sentence where something does not fit.
"""

import csv
import hashlib
import json
import sys

from cells import as_written

TARGET = ("user", "clientId", "name", "subject")


def fail(sentence):
    sys.exit(sentence)


def canonical(value):
    """RFC 8785, of what a record holds: text, whole numbers and objects of them."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        fail(f"a record holds a {type(value).__name__}")
    return json.dumps(value, ensure_ascii=False)


def hash_of(record):
    content = {key: value for key, value in record.items() if key != "hash"}
    return hashlib.sha256(canonical(content).encode("utf-8")).hexdigest()


def from_json_lines(path):
    with open(path, encoding="utf-8", newline="") as file:
        lines = [json.loads(line) for line in file]
    if list(lines[0]) != ["file-end"]:
        fail("the first line does not say where the file ends")
    return lines[0]["file-end"], lines[1:]


def from_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    end, *rows = rows
    if end["action"] != "file-end":
        fail("the first row does not say where the file ends")
    records = []
    for row in rows:
        cells = {key: as_written(cell) for key, cell in row.items() if cell != ""}
        record = {key: cell for key, cell in cells.items() if key not in TARGET}
        record["sequence"] = int(cells["sequence"])
        record["target"] = {key: cells[key] for key in TARGET if key in cells}
        records.append(record)
    return {"workspace": end["workspace"], "sequence": int(end["sequence"]), "hash": end["hash"]}, records


def check(name, end, records):
    previous = "0" * 64
    for place, record in enumerate(records, start=1):
        if record["sequence"] != place:
            fail(f"{name}: record {place} is number {record['sequence']}")
        if record["previousHash"] != previous:
            fail(f"{name}: record {place} does not follow from the one before")
        if record["hash"] != hash_of(record):
            fail(f"{name}: record {place} is not as it was written")
        previous = record["hash"]
    last = records[-1]
    if (end["sequence"], end["hash"]) != (last["sequence"], last["hash"]):
        fail(f"{name}: the last record is not the one that the first line names")


def main():
    json_end, json_records = from_json_lines(sys.argv[1])
    csv_end, csv_records = from_csv(sys.argv[2])
    check("JSON Lines", json_end, json_records)
    check("CSV", csv_end, csv_records)
    # The CSV was exported later, and holds that export as well.
    if csv_records[: len(json_records)] != json_records:
        fail("CSV and JSON Lines do not hold the same records")
    json.dump({"jsonLines": len(json_records), "csv": len(csv_records), "records": csv_records}, sys.stdout)


main()
