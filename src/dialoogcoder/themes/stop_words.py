"""Words that say nothing of what a passage is about.

Besides spaCy's Dutch stop words: what people say in any conversation, numbers, days and months,
and words that stand evenly under all codes of the training passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_SAID_OF_ANYTHING = """
eh uh hè nou wel gewoon eigenlijk echt heel zeg zeggen gaan komen doen maken weten denken vinden
krijgen zitten staan moeten kunnen willen zullen mogen worden hebben zijn laten goed veel meer mens
jaar dag tijd keer ding iets iemand alle alleen corona coronacrisis crisis jou jullie onze mij snap
zien kijken beetje weer elkaar natuurlijk gaat bij eerste tweede laatste week maand uur nacht
ochtend avond middag snappen kijk precies eigen groot klein mooi vorig klaar bijna steeds meneer
mevrouw gesprek tafel zin woord naam vragen luisteren leuk bin altied joa heffen lachen sorry
zetten blijven bellen zoeken hangen noemen beginnen stoppen kloppen begrijpen praten lopen draaien
pakken brengen nemen houden staand missen proberen eerlijk hard gek stil vol dicht kwijt
vraag liggen per staat deelnemer niemand vast terug volgen deel man vrouw mee leggen niks iedereen
nieuw blijken jong spreken hoog vallen achten oud kennen samen naast zit plaats bestaan waarin kort
leven helft ver hand aantal nodig plek snel stellen langs tegelijk halen allemaal moment ruim
verschil dialoog themadialoog hetzelfde kiezen hoeven vertellen kant gemiddeld waarvan lijn raken
ontbreken sluiten tellen loop stel sterk vorm trekken slecht ontstaan voorjaar waarop wachten stuk
daarmee rijen bieden zodat wijze periode begin verschillend duren los mits betekenen sturen ineens
bereiken nergens sommig durven enig heten heen verwachten ervaren erbij gebeuren zomer zet ervan
wacht bedoelen passen opgave daarvoor betreffen treffen lijken daardoor rede behandelen waarmee
vanzelf paar vullen daarbij waarvoor overal eind verlopen dubbel beschrijven eenvoudig moeilijk
doordat uitsluitend ergens kop dilemma meerderheid binnenkomen midden halfjaar serieus hetgeen
belangrijk apart eindelijk raar geval terugkomen neer daarnaast voormalig mogelijkheid tonen ermee
vormen nie rand veelal resultaat basis behoren daaraan trots centraal hoor horen jongen jongens
meisje meid partij potje bedrag punt nummer manier soort situatie voorbeeld gevoel idee probleem
gedoe verhaal reden zaak kwestie kans stap jongs kleins vader moeder zoon dochter broer zus oma opa
tante oom buurman buurvrouw collega vriend vriendin kind mensen feit gebied mate gevolg rol vlak
ander andere meest minder weinig enkel vaak soms nooit altijd meteen straks toen nu vandaag gisteren
morgen pas net toch maar even hele helemaal best gaaf fijn graag lekker erg
"""
_NUMBERS = """
nul één een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien
zestien zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig
negentig honderd duizend miljoen miljard tweehonderd driehonderd half anderhalf kwart procent euro
januari februari maart april mei juni juli augustus september oktober november december
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag weekend
"""
_NAME = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _always() -> frozenset[str]:
    from spacy.lang.nl.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS) | frozenset(_SAID_OF_ANYTHING.split()) | set(_NUMBERS.split())


def stop_words(speakers: Iterable[str]) -> frozenset[str]:
    """Lower-case lemmas and forms to leave out.

    Args:
        speakers: Names of those who speak: they tell who talks, not what about.
    """
    return _always() | {part.lower() for name in speakers for part in _NAME.findall(name)}
