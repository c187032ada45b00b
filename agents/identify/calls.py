"""The phrases of French and English in which somebody is called: pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agents.identify import floor
from agents.identify.courtesies import PUT_OFF, THANKED, THANKS, greeted, replied, told
from agents.identify.names import COMMON
from agents.identify.phrases import ADDRESS, THIRD_PERSON, Said, owned, sentences, to_you

_ASKING = (
    r"(?:(?:what|how|can|could|do|would|will you|are you|que|comment|votre|est-ce)\b(?!['’])"
    r"|pou[vr]|qu['’]|the floor\b|over to\b|[àÀ] (?:toi|vous)\b|c['’]est à\b"
    r"|je (?:te|vous) (?:laisse|écoute)\b"
    r"|(?:tu |y )?peu[tx] nous\b|(?:tu|vous) (?:peux|pouvez|veux|voulez|commence[sz])\b)"
)
_OPENER = (
    r"(?:[Aa]lors|[Bb]on|[Bb]ien|[Ee]t|[Oo]ui|[Nn]on|[Dd]onc|[Mm]ais|[Vv]oilà|[Pp]arfait"
    r"|[Tt]rès bien|[Dd]['’]accord|[Oo]k|[Oo]kay|[Ss]o|[Aa]nd|[Ww]ell|[Nn]ow|[Yy]es"
    r"|[Rr]ight|[Gg]reat|[Aa]ll right)"
)
_NAMED = re.compile(ADDRESS)
# Of the names in a sentence: more are a loop of the recogniser, and each is held against all of it.
MOST = 40
# "C'est votre sœur, Ana ?", "C'est qui, Ana Roy ?"
_WHO_THAT_IS = re.compile(
    r"\b(?:c['’]est qui|qui c['’]est|who['’]s|who is),?\s*$"
    r"|\b(?:c['’]est|c['’]était|est-ce|is (?:that|this)|that['’]s|this is)\s"
    r"(?:l[ae]|les|mon|ma|notre|votre|ton|ta|son|sa|the|my|our|your|his|her)\s[\w'’-]+,?\s*$",
    re.IGNORECASE,
)
_PRESENTED = re.compile(r",?\s+(?:qui|dont|who|whose)\b")
_CALLS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|[.!?…]\s+)(?:{_OPENER},\s+)?{ADDRESS}\s*(?:[,?!.]|(?= {_ASKING}))",
        rf",\s*{ADDRESS}\s*[,?.!]",
        rf"(?:-vous|-tu|\byou(?: think| say| see it| agree)?)\s+{ADDRESS}\s*\?",
        r"\b(?:[Àà] vous|[Àà] toi|[Ee]t (?:vous|toi)|[Aa]nd you"
        r"|[Ll]a parole est à|[Ll]a (?:parole|main) à|[Aa]u tour de|[Oo]n écoute"
        r"|[ÉéEe]coutons|allons (?:maintenant )?écouter|[Pp]lease welcome|[Oo]ver to|hear from"
        r"|[Gg]o (?:ahead|on)|[Aa]llez-y|[Vv]as-y|[Oo]ne for|question (?:for|to|pour|à)"
        rf"|[Yy]our turn|the floor to|[Nn]ext (?:speaker |up )?is),?\s+{ADDRESS}",
        r"\b(?:[Ff]irst|[Ss]econd|[Tt]hird|[Nn]ext|[Ll]ast|[Ff]inal|[Pp]remi(?:er|ère)|[Dd]euxième"
        r"|[Tt]roisième|[Dd]erni(?:er|ère)) (?:speaker|witness|guest|panell?ist|oratrice|orateur"
        rf"|témoin|intervenante?|invitée?)\b[^.,?!]{{0,40}}\b(?:is|est) {ADDRESS}",
        rf"(?:^|[.!?…]\s+){ADDRESS}(?= to (?:reply|respond|open|begin|start|answer)\b)",
    )
)
# What is said to whoever spoke before.
_REMARK = re.compile(
    r"\b(?:(?:vous avez|tu as|t['’]as|you(?:['’]re| are))"
    r" (?:bien |tout à fait |absolutely |quite )?(?:raison|tort|right|wrong)"
    r"|(?:vous êtes|tu es|you(?:['’]re| are)) (?:bien|très|trop|si|very|too|so)\b)"
)
# "Mr Patel, no, I support it." The end of the question is taken for the beginning of the answer.
_OWN_ANSWER = re.compile(
    r"\s*(?:no|yes|non|oui|présente?|present)\b(?! (?:ou|or)\b)[^?.!]*(?:[.!]|$)", re.IGNORECASE
)


@dataclass(frozen=True)
class Call(Said):
    """A name called in the last sentences; `invited` when the words ask for an answer, of whoever
    is called there, `last` when its sentence ends the turn, `spoken_to` when "you" comes next,
    `told` when he is spoken to anywhere in it."""

    invited: bool = False
    last: bool = False
    spoken_to: bool = False
    told: bool = False


def called(text: str) -> Iterator[Call]:
    """Names called in the last three sentences, in the order of the text; not who is thanked or
    answered there, or put off."""
    earlier = sentences(text)[:-3]
    closing = " ".join(sentences(text)[-3:])
    for said in (*replied(text), *told(text), *greeted(text)):
        closing = closing.removeprefix(said.passage)
    for answers in (PUT_OFF, THANKS, THANKED):
        closing = answers.sub(". ", closing)
    asking = sentences(closing)
    spoken_of = set(_spoken_of(text))
    for place, sentence in enumerate(asking):
        found = {m.start("name"): m for pattern in _CALLS for m in pattern.finditer(sentence)}
        heard = [
            m
            for _, m in sorted(found.items())
            if m["name"] not in spoken_of and not _is_told_of(m, sentence)
        ]
        if place == 0 and heard and _answers(heard[0], text):
            heard = heard[1:]
        # "How do you see it, Marie?" calls nobody named How.
        heard = [m for m in heard if m["name"].casefold() not in COMMON] or heard
        for match in heard[-MOST:]:
            invited = floor.given(match, sentence, [*earlier, *asking[:place]], asking[place + 1 :])
            yield Call(
                match["name"],
                sentence,
                title=match["title"] or "",
                invited=invited,
                last=sentence == asking[-1],
                spoken_to=floor.spoken_to(match, sentence),
                told=_set_off(match, sentence) and to_you(_REMARK.sub("", sentence)),
            )


def _is_told_of(match: re.Match[str], sentence: str) -> bool:
    """Whether the sentence says something of whoever has the name, or who that is."""
    after = THIRD_PERSON.match(sentence, match.end("name"))
    return bool(owned(match) or after or _WHO_THAT_IS.search(sentence[: match.start("name")]))


def _spoken_of(text: str) -> Iterator[str]:
    """Names that are spoken of: "Madame Roy, je lui réponds quoi ? Madame Roy, patientez ?" Who is
    presented, "Ana Roy, qui nous vient de loin", may be called as well."""
    for match in _NAMED.finditer(text):
        end = match.end("name")
        if THIRD_PERSON.match(text, end) and not _PRESENTED.match(text, end):
            yield match["name"]


def _set_off(match: re.Match[str], sentence: str) -> bool:
    """Whether a mark stands after the name, and before it, if any word does."""
    start = match.start("title" if match["title"] else "name")
    before, after = sentence[:start].rstrip(), sentence[match.end("name") :].lstrip()
    return before[-1:] in ("", ",") and after[:1] == ","


def _answers(match: re.Match[str], text: str) -> bool:
    """Whether the text begins with the name of whoever answers after it."""
    rest = text.removeprefix(match[0])
    return rest != text and not floor.offered(rest) and bool(_OWN_ANSWER.match(rest))
