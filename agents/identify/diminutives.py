"""What people are called for short, in French and English: pure."""

from agents.identify.sound import plain

# Short form: the first names that it stands for.
_FORMS = {
    "abby": "abigail",
    "alec": "alexander",
    "alex": "alexandre alexandra alexander alexis alexia",
    "andy": "andrew andrea",
    "becky": "rebecca",
    "ben": "benjamin benoit benedict",
    "beth": "elizabeth elisabeth",
    "bill": "william",
    "billy": "william",
    "bob": "robert",
    "bobby": "robert",
    "cathy": "catherine",
    "charlie": "charles charlotte",
    "chris": "christian christine christopher christophe christina",
    "dan": "daniel",
    "danny": "daniel",
    "dave": "david",
    "deb": "deborah",
    "dick": "richard",
    "ed": "edward edmund edgar",
    "eddie": "edward edmund edgar",
    "fred": "frederic frederique frederick alfred",
    "greg": "gregory gregoire",
    "jack": "john",
    "jeanba": "jean baptiste",
    "jeff": "jeffrey geoffrey",
    "jef": "jean francois",
    "jim": "james",
    "jimmy": "james",
    "joe": "joseph",
    "jon": "jonathan",
    "jp": "jean pierre",
    "kate": "katherine catherine",
    "katie": "katherine catherine",
    "kathy": "katherine kathleen",
    "liz": "elizabeth",
    "maggie": "margaret",
    "manu": "emmanuel emmanuelle manuel",
    "matt": "matthew mathieu matthieu",
    "meg": "margaret",
    "mike": "michael",
    "nath": "nathalie nathan nathaniel",
    "nick": "nicholas nicolas",
    "nico": "nicolas",
    "pat": "patrick patricia",
    "peggy": "margaret",
    "phil": "philip phillip philippe",
    "rick": "richard",
    "rob": "robert",
    "ron": "ronald",
    "sam": "samuel samantha",
    "seb": "sebastien sebastian",
    "steph": "stephane stephanie stephen",
    "steve": "stephen steven",
    "sue": "susan",
    "ted": "edward theodore",
    "tim": "timothy",
    "tom": "thomas",
    "tony": "anthony antoine",
    "val": "valerie valentin valentine",
    "vicky": "victoria",
    "vince": "vincent",
    "will": "william",
    "xav": "xavier",
    "zach": "zachary zacharie",
}
# Two words are one compound name: "jean baptiste" is Jean-Baptiste.
_COMPOUND = {"jeanba", "jef", "jp"}


def short_for(called: str, first: str) -> bool:
    """Whether somebody with this first name may be called so for short."""
    short, name = plain(called).replace(" ", ""), plain(first)
    forms = _FORMS.get(short, "")
    return bool(forms) and (name == forms if short in _COMPOUND else name in forms.split())
