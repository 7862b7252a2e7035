"""Encodings, mojibake, what is no text, and which part of a document is Dutch."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import (
    canonical,
    decode,
    decode_text,
    mend_and_tell,
    mending_notice,
)
from dialoogcoder.ingest.language import dutch_part, judge

DUTCH = (
    "“Eén ding wil ik houden”, zei ze: de foto’s van het café – vijf euro de drie – én die ideeën… "
    "Coördinatie is nodig, hè, ook in België."
)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac-roman"],
)
def test_each_encoding_gives_the_same_text(encoding: str) -> None:
    assert decode(DUTCH.encode(encoding), "x.txt") == DUTCH
    assert decode((DUTCH + "\r\nEn nog een regel.\r\n").encode(encoding), "x.txt") == (
        DUTCH + "\nEn nog een regel.\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "We hebben dat in België gezien.",
        "Dat vind ik ook, hè.",
        "Er is maar één school in het dorp.",
        "Daar had ik nou nooit een idee over, alleen ideeën.",
        "Het café ging dicht.",
        "Een tragere coördinatie, zeg maar.",
        "Die foto’s hangen er nog.",
        "Zo’n dag vergeet je niet.",
        "Ik zei: “dit gaat niet goed.” Toen was het stil.",
        "Hij riep: ‘kom maar binnen’ en dat was dat.",
        "We wachten – en wachten – op de gemeente.",
        "Dat kostte € 50 per maand.",
        "En toen… niets meer.",
        "De reünie is drie keer uitgesteld.",
        "Vóór de zomer moet het klaar zijn.",
        "• Een punt van de agenda",
    ],
)
def test_one_character_outside_ascii_tells_windows_from_mac(text: str) -> None:
    for encoding in ("cp1252", "mac-roman"):
        assert decode_text(text.encode(encoding), "x.txt").text == text, encoding


def test_latin_1_is_read_as_windows_1252() -> None:
    text = "Één café in België, en één ‘naïef’ idee.".replace("‘", "'").replace("’", "'")
    assert decode(text.encode("latin-1"), "x.txt") == text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("CafÃ©", "Café"),
        ("â€œHalloâ€\x9d, zei ze.", "“Hallo”, zei ze."),
        ("â€œHalloâ€, zei ze. DieÂ ideeÃ«n.", "“Hallo”, zei ze. Die\xa0ideeën."),
        ("â€œHalloâ€�", "“Hallo”"),
        ("CafÃƒÂ© voor fotoâ€™s", "Café voor foto’s"),
        ("Caf√© voor foto‚Äôs", "Café voor foto’s"),
        ("foto\x92s bij de \x93bak\x94", "foto’s bij de “bak”"),
        (
            "Dit is goed, één regel.\nMaar dit is CafÃ©.",
            "Dit is goed, één regel.\nMaar dit is Café.",
        ),
        ("ï»¿Naam: hoi Ã©Ã©n", "Naam: hoi één"),
    ],
)
def test_mojibake_is_mended_and_said(broken: str, whole: str) -> None:
    read = decode_text(broken.encode(), "x.txt")
    assert read.text == whole
    assert read.repairs >= 1
    notice = mending_notice(read, "x.txt")
    assert notice is not None
    assert "→" in notice


@pytest.mark.parametrize(
    "text",
    [
        DUTCH,
        "« Ça va », zei hij ’s ochtends; ½ liter à € 3 … ﬁets ＡＢＣ &amp; &eacute;",
        "“‘Nee’, zei Zoë”… naïef—één",
        "HÉÉL GOED… É",
        "Žiga en Łukasz wonen in Kraków, Ÿ is een letter",
    ],
)
def test_what_is_no_mojibake_stays_as_it_was(text: str) -> None:
    assert mend_and_tell(text) == (text, None, 0)
    assert mending_notice(decode_text(text.encode(), "x.txt"), "x.txt") is None


def test_decomposed_accents_become_one_character() -> None:
    apart = unicodedata.normalize("NFD", "één idee, ideeën")
    assert decode(apart.encode(), "x.txt") == "één idee, ideeën"


def test_null_bytes_control_characters_and_soft_hyphens_go() -> None:
    raw = "An\x00na:\x07 dag\x1b \u200ehallo\ufeff zorg\u00adverlener samen\u00ad\nwerking".encode()
    assert decode(raw + b"\x00" * 4000, "x.txt") == "Anna: dag hallo zorgverlener samen-\nwerking"
    assert canonical("half \ud83d teken \uffff") == "half  teken "


def test_a_stray_older_byte_or_a_cut_character_costs_nothing_else() -> None:
    good = "Ideeën over België: één café, zeeën, coördinatie, reünie, naïef. "
    assert decode(good.encode() + "Eén".encode("cp1252"), "x.txt") == good + "Eén"
    assert decode((good + "slot é").encode()[:-1], "x.txt") == good + "slot "
    assert decode((good + "x").encode("utf-16")[:-1], "x.txt") == good


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "leeg bestand"),
        (b" \r\n\t", "leeg bestand"),
        (b"\x00" * 500, "leeg bestand"),
        (b"\xef\xbb\xbf", "leeg bestand"),
        (b"\xff\xfe", "leeg bestand"),
        (b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(900), "een afbeelding (PNG)"),
        (b"\xff\xd8\xff\xe0" + random.Random(2).randbytes(900), "een afbeelding (JPEG)"),
        (b"PK\x03\x04" + random.Random(3).randbytes(900), "een zip- of Office-bestand"),
        (b"%PDF-1.7\n1 0 obj", "een PDF"),
        ("Привет, это русский текст".encode("cp1251"), "geen leesbare tekst"),
        *((random.Random(seed).randbytes(200), "geen leesbare tekst") for seed in range(9)),
    ],
)
def test_what_is_no_text_is_rejected_by_name(raw: bytes, found: str) -> None:
    with pytest.raises(RejectedSource) as caught:
        decode(raw, "x.txt")
    assert caught.value.found == found


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_rejected_and_reading_again_changes_nothing(raw: bytes) -> None:
    try:
        text = decode(raw, "x.txt")
    except RejectedSource:
        return
    assert text == canonical(text)
    assert decode(text.encode(), "x.txt") == text


@given(st.text(max_size=200))
def test_any_text_is_settled_after_one_reading(text: str) -> None:
    once = mend_and_tell(text)[0]
    assert mend_and_tell(once) == (once, None, 0)


@given(
    st.lists(st.sampled_from([*DUTCH.split(), "gewoon", "zonder", "accenten"]), min_size=1),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac-roman"]),
)
def test_dutch_words_come_back_from_any_encoding(words: list[str], encoding: str) -> None:
    text = " en dan weer zonder accenten ".join(words)
    assert decode(text.encode(encoding), "x.txt") == text


PARAGRAPHS = [
    "Wij hebben in de straat een lijst gemaakt met wie er hulp nodig had, en elke avond ging er "
    "iemand langs. Dat ging vanzelf, daar kwam geen gemeente aan te pas.",
    "De school van mijn dochter ging dicht en wij hadden één laptop voor drie kinderen. Je ziet "
    "nu pas wat ze gemist heeft, en de bijles is voor ons niet te betalen.",
]
ENGLISH = (
    "We made a list of everyone in the street who needed help, and each evening somebody would "
    "knock on their door. That is what I want to keep when all of this is over."
)
FOREIGN = {
    "Engels": ENGLISH,
    "Duits": "Wir haben in der Straße eine Liste gemacht, wer Hilfe braucht, und jeden Abend ist "
    "jemand vorbeigegangen. Das war nicht von der Gemeinde und es ging auch ohne sie.",
    "Frans": "Nous avons fait une liste de ceux qui avaient besoin d'aide dans la rue, et chaque "
    "soir quelqu'un passait les voir. La commune n'y était pour rien du tout.",
    "Spaans": "Hicimos una lista de quienes necesitaban ayuda en la calle, y cada noche alguien "
    "pasaba a verlos. El ayuntamiento no tuvo nada que ver con todo esto.",
    "Turks": "Sokakta kimin yardıma ihtiyacı olduğunu gösteren bir liste yaptık ve her akşam "
    "biri onlara uğradı. Belediyenin bununla hiçbir ilgisi yoktu, her şey kendiliğinden oldu.",
    "Pools": "Zrobiliśmy listę osób z naszej ulicy, które potrzebowały pomocy, i co wieczór ktoś "
    "do nich zaglądał. Gmina nie miała z tym nic wspólnego, a jednak wszystko się udało.",
    "Arabisch": "أعددنا قائمة بمن يحتاج إلى المساعدة في شارعنا، وكان أحدنا يزورهم كل مساء. "
    "لم يكن للبلدية أي دور في ذلك، لكن كل شيء سار على ما يرام.",
    "Oekraïens": "Ми склали список тих, хто на нашій вулиці потребував допомоги, і щовечора "
    "хтось до них заходив. Громада до цього не мала жодного стосунку.",
    "Afrikaans": "Ons het 'n lys gemaak van wie in die straat hulp nodig gehad het, en elke aand "
    "het iemand daar gaan kyk. Die munisipaliteit het niks daarmee te doen gehad nie, en dit was "
    "vir ons almal baie goed. Hulle moes dit nie wees nie.",
    "Papiaments": "Nos a traha un lista di tur hende den kaya ku tabatin mester di yudansa, i tur "
    "anochi un hende tabata pasa serka nan. Gobièrnu no tabatin nada di haber ku esaki, pero tabata bon.",
    "niet-Latijnse schrift": "ሰላም ለሁላችሁ ዛሬ ጥሩ ቀን ነው እና በጣም ደስ ብሎኛል ከእናንተ ጋር በመሆኔ አመሰግናለሁ",
}
# Written for this test; what is not Standard Dutch is Dutch all the same here.
DIALECT = {
    "Fries": "By ús yn it doarp hawwe de jongerein sels in keet boud, mei help fan de timmerman. "
    "Dêr sitte se no alle wykeinen en nimmen hat der lêst fan. Hy fynt it ek moai.",
    "Gronings": "Wie hebben hier in t dörp ja altied al op mekoar lettern. Moar t gemainte wil der "
    "gain geld veur geven, en dat nait allenneg, ze kommen ook nooit ais kieken.",
    "Twents": "Wiej hebt mekaar as noabers hölpen, zo as wiej dat aait doot. De keender kon nich "
    "noar school en dan gung d'r ene van oons oppassen. Dat kost niks en 't geet good.",
    "Limburgs": "Veer woene hie mèt zes femilies in ein straot en idderein kint ziech. Wie de vrouw "
    "van hiernaeve kraank woort, höbbe veer um de daag gekook, dao hoofs te neet euver te kalle.",
    "Kerkraads": "Vuur hant hei i Kirchroa alles tsezame jedoa. De jouw lü woare alling en da jinge "
    "vuur mit e paar man bij hön langs. Dat is ins jet, wat vuur mósse hauwe.",
    "Zeeuws": "Me 'ebbe 't 'ier mè mekaore gedae, zò as me dat altied doe. De jonge 'asten die an de "
    "overkant weune konne nie nae school en toen is de juffrouwe langs gekomme.",
    "West-Vlaams": "Wieder zyn hier mè de geburen begunn'n soep te koken voe d'oude menschen in 't "
    "strate. De gemêente ee der niet an gedoan, 't es allemolle van de menschen gekommn.",
    "Vlaams": "Allez, ge moet weten dat bij ons in de straat amper iemand mekaar kende, en nu doen "
    "we elke zaterdag samen boodschappen, voor de oudjes. Dat is toch schoon, zenne.",
    "straattaal": "Bro ik zweer je, die hele situatie was kapot lastig man, no cap. Alleen gamen met "
    "me matties, wollah, ik werd gek. En me pa maar zeuren dat ik doekoe moet maken.",
    "kantoortaal": "Onze learning community werkt met agile teams, een dashboard voor performance "
    "management en een roadmap richting smart city governance en community building.",
    "taalleerder": "Ik kom van Syrië, ik woon hier vier jaar. Corona was moeilijk voor mij, taal "
    "school dicht, inburgering stop. Ik wil werken maar papier niet klaar. Buren helpen goed.",
    "telegramstijl": "Huren te hoog. Starters kansloos. Bouwen, bouwen, bouwen. Gemeente traag, "
    "vergunningen duren jaren. Oplossing: kantoren ombouwen, flexwoningen plaatsen, regels schrappen.",
}


def chopped(text: str, size: int = 5) -> list[str]:
    words = text.split()
    return [" ".join(words[at : at + size]) for at in range(0, len(words), size)]


@pytest.mark.parametrize(("language", "text"), FOREIGN.items())
def test_a_foreign_document_is_rejected_by_its_languages_name(language: str, text: str) -> None:
    assert judge([text] * 3).kept == (False, False, False)
    with pytest.raises(RejectedSource, match=f"een tekst in het {language};"):
        dutch_part([text, "Pagina 1"], "x.txt")
    turns = chopped(text)
    assert judge(turns, ["An", "Bo"] * len(turns)).language == language


@pytest.mark.parametrize("name", DIALECT)
def test_dialect_frisian_and_street_language_are_kept(name: str) -> None:
    text = DIALECT[name]
    for paragraphs in ([text], [text] * 4, chopped(text), [*PARAGRAPHS, text]):
        verdict = judge(paragraphs)
        assert verdict.language in ("Nederlands", None)
        assert all(verdict.kept)
    assert all(judge(chopped(text, 4), ["An", "Bo", "Co"] * 20).kept)


def test_a_dutch_document_keeps_its_dutch_part_and_names_the_rest() -> None:
    kept, left_out = dutch_part([*PARAGRAPHS, ENGLISH, FOREIGN["Duits"], PARAGRAPHS[0]], "x.docx")
    assert kept == (True, True, False, False, True)
    assert [line.source for line in left_out] == ["x.docx, alinea 3", "x.docx, alinea 4"]
    assert left_out[0].reason.startswith("tekst in het Engels ('We made a list of")
    _, left_out = dutch_part([ENGLISH, ENGLISH, *PARAGRAPHS], "x.txt", unit="rij")
    assert [line.source for line in left_out] == ["x.txt, rij 1-2"]


def test_a_short_turn_is_not_judged_alone_but_a_speakers_turns_are_together() -> None:
    short = ["Yes of course.", "Thank you very much.", "What do you mean?", "Okay."]
    turns = [*PARAGRAPHS, *short]
    assert all(judge(turns, ["An", "Bo", "An", "Bo", "Co", "An"]).kept)
    english = chopped(ENGLISH)
    turns = [turn for pair in zip(english, PARAGRAPHS * 9, strict=False) for turn in pair]
    kept, left_out = dutch_part(turns, "x.vtt", ["Ann", "Bo"] * len(english), unit="beurt")
    assert kept == (False, True) * len(english)
    assert left_out[0].source == "x.vtt, beurt 1"


@pytest.mark.parametrize(
    "paragraphs",
    [
        [],
        [""],
        ["12,5 100 2021 30%", "17:30", "..."],
        ["Jan de Vries", "Fatima El Idrissi", "Anne Smith, John O’Neill", "Charlotte Dupont"] * 5,
        ["Yes, this is what we want to keep."],
        ["DE GEMEENTE", "THE CITY"],
    ],
)
def test_too_little_numbers_and_names_are_not_judged(paragraphs: Sequence[str]) -> None:
    verdict = judge(paragraphs)
    assert verdict.language is None
    assert verdict.kept == (True,) * len(paragraphs)


def test_a_dutch_paragraph_with_an_english_quote_is_dutch() -> None:
    mixed = PARAGRAPHS[0] + " In het rapport stond: “" + ENGLISH + "”"
    assert judge([mixed, *PARAGRAPHS]).kept == (True, True, True)


@given(st.lists(st.text(max_size=80), max_size=8))
def test_judging_any_paragraphs_says_something_of_each(paragraphs: list[str]) -> None:
    verdict = judge(paragraphs)
    assert len(verdict.kept) == len(verdict.languages) == len(paragraphs)
