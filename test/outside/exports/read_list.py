"""Reads both exports of a list of API clients with what comes with Python.

usage: read_list.py FILE.jsonl FILE.csv
Prints the rows as JSON; ends with 1 and a sentence where the files do not hold the same.
"""

import csv
import json
import re
import sys

from cells import as_written


def from_json_lines(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [json.loads(line) for line in file]


def from_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def one_line(text):
    return re.sub(r"\s*\n\s*", " ", text)


def main():
    clients = from_json_lines(sys.argv[1])
    rows = [{key: as_written(cell) for key, cell in row.items()} for row in from_csv(sys.argv[2])]
    # In a row of the CSV, what is not known is an empty cell, and a purpose has one line.
    if rows != [{key: one_line(value or "") for key, value in client.items()} for client in clients]:
        sys.exit("CSV and JSON Lines do not hold the same clients")
    json.dump(clients, sys.stdout)


main()
