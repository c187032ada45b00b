"""The lines of a document, as its patterns read them: pure."""

import re

from agents.context.glossary import LONGEST_LINE
from agents.context.names import CAPITAL, TITLE

BOLD = re.compile(r"[*`]{2,3}")
# "Présents : Ana Roy," and the others in the next line.
GOES_ON = re.compile(r"^[^:|]{2,60}:\s.*(?:[,;&]|\s(?:et|and))\s*$")
# So long a line may be cut inside a name, "…, Valérie ROUQUETTE, Sophie", or inside brackets.
WRAPPED = 60
CUT = re.compile(rf"^[^:|]{{2,60}}:\s.*(?:[,;]\s+(?:{TITLE})?{CAPITAL}|\([^()]*)\s*$")


def lines_of(text: str) -> list[str]:
    """The lines that are not too long, without marks of bold type, each with what goes on below."""
    lines: list[str] = []
    for line in (BOLD.sub("", x) for x in text.splitlines() if len(x) <= LONGEST_LINE):
        above = lines[-1] if lines else ""
        joined = f"{above.rstrip()} {line.strip()}"
        if line.strip() and len(joined) <= LONGEST_LINE and _goes_on(above, line):
            lines[-1] = joined
        else:
            lines.append(line)
    return lines


def _goes_on(line: str, below: str) -> bool:
    """Whether the next line is more of this one."""
    cut = len(line) >= WRAPPED and ":" not in below and CUT.match(line) is not None
    return cut or GOES_ON.match(line) is not None
