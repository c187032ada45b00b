"""The lines of a document, as its patterns read them: pure."""

import re

from agents.context.glossary import LONGEST_LINE
from agents.context.names import CAPITAL, TITLE, UPPER

# "**Producer** Ana Roy"
BOLD_LABEL = re.compile(r"^(\W*)\*\*([^*:|]{2,40})\*\*\s+(?=\w)")
# "**Ana Roy**", "*Ana Roy*"
BOLD = re.compile(r"[*`]{2,3}|(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])")
# "Chairman .......... Ana Roy"
LEADERS = re.compile(r"(?<=\w)\s?\.{4,}+\s?:?(?=\s?\w)")
# "Présents : Ana Roy," and the others in the next line.
GOES_ON = re.compile(r"^[^:|]{2,60}:\s.*(?:[,;&]|\s(?:et|and))\s*$")
# So long a line may be cut inside a name, "…, Valérie ROUQUETTE, Sophie", or inside brackets.
WRAPPED = 60
CUT = re.compile(rf"^[^:|]{{2,60}}:\s.*(?:[,;]\s+(?:{TITLE})?{CAPITAL}|\([^()]*)\s*$")
# So may one inside a name with its title: "…, représenté par Madame Ana".
OF_NAME = re.compile(rf"{TITLE}(?<!\s{{3}})(?:{CAPITAL} )?$")


# "Présents : Ana Roy. Excusés : Luc Petit." in one paragraph.
LABELS = re.compile(
    r"(?<=[.;)])\s+(?=(?:(?:étaient|également)\s)?(?:présente?s?|absente?s?|excusée?s?|invitée?s?"
    r"|participants|in attendance|present|apologies|guests|observers)\b[^.:;,|]{0,30}:\s)",
    re.IGNORECASE,
)
# "Present | Ana Roy (chair), Luc Petit (secretary)": a row that is a list.
ROW = re.compile(
    r"^(\W*(?:présente?s?|absente?s?|excusée?s?|invitée?s?|participants|in attendance|present"
    r"|attendees|apologies|guests|observers))\s*\|\s*(?=[^|]+[,;][^|]+$)",
    re.IGNORECASE,
)
# "… M. Luc PETIT, directeur général" and "des services" below; "Madame Ana" and "ROY, …".
TITLED = re.compile(rf"^[^:|]{{2,60}}:\s.*?{TITLE}{CAPITAL}")
GIVEN_LAST = re.compile(rf"{TITLE}(?<!\s{{3}}){CAPITAL}(?<=[a-zà-ÿ])\s*$")
FAMILY_FIRST = re.compile(rf"^\s*(?:d['’])?[{UPPER}'’-]{{3,}}(?=[,.;)\s]|$)")


def lines_of(text: str) -> list[str]:
    """The lines that are not too long, without marks of bold type, each with what goes on below."""
    lines, wide = list[str](), False
    for line in map(_bare, (x for x in text.splitlines() if len(x) <= LONGEST_LINE)):
        first, *labelled = LABELS.split(line)
        above = lines[-1] if lines else ""
        joined = f"{above.rstrip()} {first.strip()}"
        if first.strip() and len(joined) <= LONGEST_LINE and _goes_on(above, first, wide):
            lines[-1] = joined
        else:
            lines.append(first)
        lines += labelled
        wide = len(line) >= WRAPPED or (not labelled and len(lines[-1]) >= WRAPPED)
    return lines


def _bare(line: str) -> str:
    """The line without marks of emphasis, and with a colon after what other marks make a label."""
    plain = BOLD.sub("", BOLD_LABEL.sub(r"\1\2: ", line))
    return ROW.sub(r"\1: ", LEADERS.sub(" :", plain))


def _goes_on(line: str, below: str, wide: bool) -> bool:
    """Whether the next line is more of this one, which is as `wide` as one that is cut."""
    if wide and ":" not in below and (CUT.match(line) or _says_more(line, below)):
        return True
    if (wide and OF_NAME.search(f"{line.rstrip()} ")) or GOES_ON.match(line):
        return True
    return GIVEN_LAST.search(line) is not None and FAMILY_FIRST.match(below) is not None


def _says_more(line: str, below: str) -> bool:
    """Whether the next line ends what is said of the last one of a list."""
    return below.lstrip()[:1].islower() and TITLED.match(line) is not None
