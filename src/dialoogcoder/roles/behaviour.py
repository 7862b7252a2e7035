"""Who leads a conversation, from what they do in it.

Leading shows in opening and closing, in giving the floor, asking, naming others and summing up;
not in talking most. Source of the cues: turn-allocation in institutional talk (Heritage &
Clayman, 2010, "Talk in Action"), put into Dutch phrases by us.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_LEADING = re.compile(
    r"\b(?:welkom|voorstelrond\w*|rondje|wie (?:wil|mag|durft|trapt|heeft)|ik geef (?:het|je|jou|"
    r"u)? ?(?:graag )?(?:het )?woord|het woord (?:is )?aan|ik hoor (?:je|jou|jullie|u|hier)|"
    r"als ik (?:het )?(?:goed|zo) (?:begrijp|beluister|samenvat)|samenvat\w*|vat ik|"
    r"laten we (?:even|eens|naar|verder|beginnen|afronden|doorgaan)|we gaan (?:zo|nu|even|door|"
    r"naar|beginnen|afronden)|ik wil (?:graag )?(?:even )?(?:naar|doorgaan|afronden|afsluiten|"
    r"overstappen|toe naar)|tot slot|volgende (?:vraag|onderwerp|thema)|"
    r"(?:nog )?iemand (?:anders|die)|kun (?:je|jij|u) (?:dat|daar|iets|eens|ons)|"
    r"wat bedoel (?:je|jij|u)|(?:dank|bedankt) (?:je|jullie|u)?\s*(?:wel|allemaal|voor)|"
    r"ik kijk (?:even )?naar|in de chat|microfoon|de tijd|laatste (?:rondje|ronde|woord)|"
    r"hoe (?:is|was) dat (?:voor|bij) (?:jou|u)|wat zou (?:jij|u) |mag ik (?:jou|je|u)|"
    r"opname|afspraken vooraf|ik ga (?:even )?(?:naar|onderbreken)|even parkeren|"
    r"wat (?:moet|willen we|neem je|wens)|jouw kaartje)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\b(?:welkom|goeie?\w*(?:avond|middag|morgen)|van harte|fijn dat (?:jullie|u|iedereen))\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\b(?:bedankt|dank (?:jullie|u) (?:wel|allemaal)|dank allemaal|sluit(?:en)? (?:ik|we|af)|"
    r"afronden|wel thuis|fijne avond|tot zover|ronden we)\b",
    re.IGNORECASE,
)
# Who says so leads; "ik leid een team" does not say so.
_DECLARED = re.compile(
    r"\bik (?:begeleid|leid|modereer|faciliteer) (?:vandaag |vanavond |vanmiddag |nu )?"
    r"(?:dit|het|deze|de|jullie) (?:gesprek|tafel|avond|middag|ochtend|dialoog|sessie)\w*|"
    r"\bik ben (?:vandaag |vanavond |vanmiddag )?(?:de |jullie |uw )?(?:gespreksleider|moderator|"
    r"facilitator|dagvoorzitter)\b",
    re.IGNORECASE,
)
_REPORTER = re.compile(
    r"\b(?:ik (?:maak|schrijf|tik|doe) (?:het|de|vandaag het|vanavond het) (?:verslag|notulen)|"
    r"ik notuleer|voor het verslag|voor de notulen)\b",
    re.IGNORECASE,
)
_SAYS_SO = 0.95


@dataclass(frozen=True, slots=True)
class Conduct:
    """How much somebody leads, from 0 to 1, whether they keep minutes, and the turns that show."""

    leading: float
    asking: float
    reporting: bool
    evidence: str


def conduct(turns: Sequence[tuple[str, str]], *, names: Sequence[str]) -> Mapping[str, Conduct]:
    """Weigh each speaker's conduct in one conversation.

    Args:
        turns: Speaker and text of each turn with a speaker, in order.
        names: All speakers' names, to see who addresses whom.

    Returns:
        One entry a speaker.
    """
    first_names = {name: name.split()[-1 if "." in name.split()[0] else 0] for name in names}
    result = {}
    for name in names:
        own = [(i, text) for i, (speaker, text) in enumerate(turns) if speaker == name]
        texts = [text for _, text in own]
        others = [n for other, n in first_names.items() if other != name and n.isalpha()]
        addressed = re.compile(rf"\b(?:{'|'.join(map(re.escape, others))})\b") if others else None
        shown = [(i, m.group()) for i, text in own for m in _LEADING.finditer(text)]
        cues = sum(bool(_LEADING.search(text)) for text in texts) / len(texts)
        asks = sum(_asks(text) for text in texts) / len(texts)
        calls = (
            sum(bool(addressed.search(text)) for text in texts) / len(texts) if addressed else 0.0
        )
        early = turns[: max(3, len(turns) // 12)]
        late = turns[-max(3, len(turns) // 12) :]
        opens = any(s == name and _OPENING.search(text) and len(text) > 60 for s, text in early)
        closes = any(s == name and _CLOSING.search(text) for s, text in late)
        spread = _spread([i for i, _ in own], len(turns))
        many = min(1.0, len(own) / max(4.0, 0.12 * len(turns)))
        score = (
            0.30 * min(1.0, cues / 0.55)
            + 0.15 * min(1.0, asks / 0.5)
            + 0.20 * min(1.0, calls / 0.5)
            + 0.15 * opens
            + 0.10 * closes
            + 0.10 * spread
        ) * many
        declared = next((m for text in texts for m in [_DECLARED.search(text)] if m), None)
        if declared is not None:
            score = max(score, _SAYS_SO)
        result[name] = Conduct(
            leading=round(score, 4),
            asking=round(asks, 4),
            reporting=any(_REPORTER.search(text) for text in texts),
            evidence="; ".join(
                ([f"“{declared.group()}”"] if declared else [])
                + [f"beurt {i + 1}: “{phrase}”" for i, phrase in shown[:3]]
            ),
        )
    return result


def _asks(text: str) -> bool:
    return "?" in text


def _spread(positions: Sequence[int], total: int) -> float:
    """Share of a conversation's quarters in which somebody speaks; a leader is in all."""
    if total == 0:
        return 0.0
    return len({4 * p // total for p in positions}) / 4
