"""Words that decide whether something is a speaker's name: roles, heading words, first names."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache

from dialoogcoder.names import OFFICES
from dialoogcoder.resources import shipped

# One word that tells a role instead of a name.
ROLE_LABELS = {
    "gespreksleider": "gespreksleider",
    "gespreksleidster": "gespreksleider",
    "gespreksleiding": "gespreksleider",
    "gespreksbegeleider": "gespreksleider",
    "procesbegeleider": "gespreksleider",
    "begeleider": "gespreksleider",
    "moderator": "gespreksleider",
    "voorzitter": "gespreksleider",
    "vz": "gespreksleider",
    "dagvoorzitter": "gespreksleider",
    "tafelvoorzitter": "gespreksleider",
    "facilitator": "gespreksleider",
    "host": "gespreksleider",
    "gastheer": "gespreksleider",
    "gastvrouw": "gespreksleider",
    "presentator": "gespreksleider",
    "verslaglegger": "verslaglegger",
    "verslaglegging": "verslaglegger",
    "notulist": "verslaglegger",
    "notuliste": "verslaglegger",
    "interviewer": "interviewer",
    "interviewster": "interviewer",
    "int": "interviewer",
    "geïnterviewde": "geïnterviewde",
    "interviewee": "geïnterviewde",
    "respondent": "geïnterviewde",
    "respondente": "geïnterviewde",
    "resp": "geïnterviewde",
}
# What somebody sees to, beside their name or before it: "Ank Boersma (verslag)", "Notulen: Ank".
# By themselves these are headings.
TASKS = {
    "verslag": "verslaglegger",
    "notulen": "verslaglegger",
    "opname": "verslaglegger",
    "leiding": "gespreksleider",
}
# Nobody in particular, or several at once; labels all the same.
GROUPS = frozenset(
    "allen,iedereen,onbekend,publiek,zaal,stem uit de zaal,stem,spreker,onbekende spreker,"
    "onbekende deelnemer,deelnemer,deelneemster,meerdere sprekers,meerdere deelnemers,gast,"
    "unknown,unknown speaker,speaker".split(",")
)
# Lines of a heading, and turns of phrase, that have the shape of a label.
NEVER = frozenset(
    """aanwezig afwezig afwezigen aanwezigen datum tijd tijdstip plaats locatie thema onderwerp
    titel soort dialoog dialoogvorm vorm bron toelichting conclusie conclusies samenvatting actie
    acties actiepunt actiepunten afspraak afspraken besluit besluiten noot nb n.b ps p.s vraag
    vragen antwoord let opmerking opmerkingen voorbeeld bijvoorbeeld advies adviezen resultaat
    doel agenda programma deelnemers sprekers gasten bijlage kortom oftewel dus maar en of want
    kijk nou zoals namelijk ofwel bestand project opname duur versie notulen verslag transcript
    transcriptie kanttekening aanbeveling aanbevelingen kernpunt http https legenda legende
    contact telefoon e-mail email website idee ideeën wens wensen knelpunt knelpunten kansen
    zorgen aanvang einde begin pauze naam functie leeftijd geslacht woonplaats organisatie auteur
    redactie foto figuur tabel stelling motto leus kader tip tips inleiding opening rondvraag
    sluiting afsluiting mededelingen lunch inloop welkom introductie discussie reactie reacties
    wie wat waar wanneer hoe waarom ja nee goed oké ok oke tja ach oh hè eh uh eens wacht sorry
    dank dankjewel beste hallo hoi dag link url www ftp mailto re fw fwd cc betreft
    inderdaad precies kern punt tafel ronde groep groepje sessie deel hoofdstuk paragraaf eerst
    feedback quick next to do take-away take-aways takeaways learnings insights highlights summary
    status results what why who when how roles verder stap citaat quote
    bericht nota rapport onderzoek plus min voordeel nadeel""".split()
)
# First names that are Dutch words as well; every other name is one because it is no word.
_FIRST_NAMES = frozenset(
    """an ank ans anna arie arjan bas ben bo bram daan door dries els ellen eva floor frank guus
    hans hope iris jaap jan jasmijn jet joke joop joost joy karin koos linde loes maarten
    madelief margriet maria mark marga mees merel mieke mohammed noor peter piet pim pien rein
    riet rik rob robert roos ruud saar sam sem sien steven sterre storm teun ties tijl tim tom
    ton toon truus veerle viola wil willem wim wolf wout wouter lies lot fien faas kees klaas
    krijn lammert nel nol pauw puck rens rolf stien tak vos haas""".split()
)
_PLACES = frozenset(
    """nederland vlaanderen europa utrecht amsterdam rotterdam eindhoven groningen tilburg breda
    nijmegen arnhem zwolle enschede haarlem leiden maastricht delft almere apeldoorn amersfoort
    leeuwarden assen zeeland limburg drenthe friesland flevoland gelderland overijssel brabant
    brussel antwerpen gent alkmaar deventer dordrecht helmond hengelo""".split()
)
# People whom no table of functions lists.
_PEOPLE = frozenset(
    """deelnemer deelneemster gast spreker respondent geïnterviewde interviewer gespreksleider
    jongere oudere ouder ouders oudste man vrouw meisje jongen mensen medewerkster collega
    wijkbewoner burgers gebruiker cliënt lezer oud-leerling voorman teamlid buur buurman
    buurvrouw gezinslid gemeentelid werknemer werkneemster werkgever twintiger dertiger veertiger
    vijftiger zestiger zeventiger tachtiger mama papa zoon dochter organisator bestuursleden
    raadsleden jongeren ouderen dj musicus musici dirigent zanger zangeres danser danseres
    regisseur tolk grimeur grimeuse journalist coach trainer toezichthouder""".split()
)
_FOLDED = re.compile(r"(?:’|')s$|s$|en$|n$")
_SHORTEST_HEAD = 4
# Words that end as these do are no people: "oktober", "corrector", "noordwaarts".
_NO_COMPOUND = frozenset("ober oudste oudere lector rector arts lasser".split())
_DOCTOR = re.compile(r"[^\W\d_]{3}(?<!wa)arts(?:en)?$")


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    data = tomllib.loads(shipped("pipelines/functies.toml").read_text(encoding="utf-8"))
    listed = [word for entry in data["groep"].values() for word in entry["vast"]]
    listed += [word for entry in data["algemeen"].values() for word in entry]
    return _PEOPLE | OFFICES | frozenset(word for word in listed if " " not in word)


@lru_cache(maxsize=20_000)
def is_person(word: str) -> bool:
    """Whether a word names people by what they are or do ("wethouder", "zorgondernemers")."""
    word = word.lower().replace("’", "'").strip(".,;:()")
    forms = {word, _FOLDED.sub("", word)}
    heads = _heads()
    if any(form in heads for form in forms):
        return True
    if _DOCTOR.search(word):
        return True
    return any(
        form[first:] in heads
        and form[first:] not in _NO_COMPOUND
        and len(form) - first >= _SHORTEST_HEAD
        for form in forms
        for first in range(3, len(form) - _SHORTEST_HEAD + 1)
    )


@lru_cache(maxsize=20_000)
def is_known(word: str) -> bool:
    """Whether a form is in the Dutch word list, in small letters."""
    import simplemma

    return bool(simplemma.is_known(word.lower(), lang="nl"))


@lru_cache(maxsize=20_000)
def is_common(word: str) -> bool:
    """Whether a capitalised word is more likely a word than somebody's name.

    A place or a compound of two words ("Tafelopbrengst") counts as a word.
    """
    low = word.lower().strip(".,'’")
    if low in _FIRST_NAMES:
        return False
    if low in _PLACES or is_known(low):
        return True
    return any(
        is_known(low[cut:]) and (is_known(low[:cut]) or is_known(low[:cut].removesuffix("s")))
        for cut in range(4, min(len(low), 40) - 4)
    )
