"""What a cell of a CSV file says: the bot puts an apostrophe before what a spreadsheet would run (docs/audit.md)."""

import re

FORMULA = re.compile(r"""(^|[;\t])'(?=[\s"']*[=+\-@\t\r＝＋－＠])""")


def as_written(cell):
    return FORMULA.sub(r"\1", cell)
