"""E-mail addresses and phone numbers as they stand in a document: pure."""

import re

# Nothing here may look at a place of a text more often than a few times, whatever the text: a
# repeated part that can match in two ways, or one without a bound before another, takes for ever.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-][\w.+'-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
# Digits with marks between them, in one line and one column: `phones` tells which are numbers to
# call. Whole runs are taken, so that none is a piece of another figure.
WIDE = r" [/–-] "
GAP = rf"(?:[ \u00a0\u202f./–-]|[ \u00a0-]?\((?=\d{{1,4}}\))|\)[ \u00a0-]?|{WIDE})"
PHONE = re.compile(
    rf"(?<![\w+])(?<!\w[/=#–-])(?<!\d\.)\+?(?:\((?=\d{{1,4}}\)))?\d(?:{GAP}?\d){{7,}}+\w*+"
)
CALL = re.compile(
    r"\b(?:t[ée]l(?:[ée](?:ph|f)on[eo]?)?|phone|mobile?|m[óo]vil|portable|cell|gsm|fixe)"
    r"[ \u00a0]?[.:|]{1,2}[ \u00a0]?$",
    re.I,
)
# How a number begins that no label goes before: +33, (030), 06, 0033, or as 415-555-0132.
BEGINNING = re.compile(r"\+|\(|00?[1-9]|(?:1[ .-])?[2-9]\d\d[ .-]\d{3}[ .-]\d{4}$")
YEAR = r"(?:19|20)\d\d(?!\d)"
DATE = re.compile(
    rf"\(?{YEAR}|\d\d?[ ./-](?:\d\d?[ ./-])?{YEAR}|\d\d[./]\d\d[./]\d\d[–-]"
    rf"|.*\W\d\d\W+{YEAR}$"
)


def phones(text: str) -> list[str]:
    """The phone numbers of a text, as they stand there. A date, an amount or a fax is none."""
    found: list[str] = []
    for run in PHONE.finditer(text):
        before = text[max(0, run.start() - 20) : run.start()]
        if re.search(r"\b(?:fax|t[ée]l[ée]copie)\W*$", before, re.I):
            continue
        labelled = CALL.search(before) is not None
        parts = re.split(WIDE, run[0])
        several = all(_is_phone(part, labelled) for part in parts)
        numbers = parts if several else [run[0]] if _is_phone(run[0], labelled) else []
        found += [" ".join(number.split()) for number in numbers]
    return found


def _is_phone(number: str, labelled: bool) -> bool:
    """Whether digits are a number to call; without a label, by how many they are and begin."""
    if DATE.match(number) or re.search(r"[^\W\d]", number):
        return False
    most = 15 if labelled or number.startswith(("+", "00")) else 12
    return (8 if labelled else 9) <= len(digits(number)) <= most and (
        labelled or BEGINNING.match(number) is not None
    )


def digits(number: str) -> str:
    """A number without the marks between its digits."""
    return re.sub(r"\D", "", number)
