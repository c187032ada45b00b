"""The lines of a document, as its patterns read them: pure."""

import re

from agents.context.glossary import LONGEST_LINE

BOLD = re.compile(r"[*`]{2,3}")
# "Présents : Ana Roy," and the others in the next line.
GOES_ON = re.compile(r"^[^:|]{2,60}:\s.*(?:[,;&]|\s(?:et|and))\s*$")


def lines_of(text: str) -> list[str]:
    """The lines that are not too long, without marks of bold type, each with what goes on below."""
    lines: list[str] = []
    for line in (BOLD.sub("", x) for x in text.splitlines() if len(x) <= LONGEST_LINE):
        above = lines[-1] if lines else ""
        joined = f"{above.rstrip()} {line.strip()}"
        if line.strip() and len(joined) <= LONGEST_LINE and GOES_ON.match(above):
            lines[-1] = joined
        else:
            lines.append(line)
    return lines
