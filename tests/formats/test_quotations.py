"""Attributed quotes in running text: each way of printing them, and what is no participant's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialoogcoder.ingest.draft import Draft
from dialoogcoder.ingest.heading import find_date, read_heading
from dialoogcoder.ingest.paragraphs import paragraphs
from dialoogcoder.ingest.quotes.quotations import find_quotes
from dialoogcoder.ingest.report import read_report

SAID = "Wij willen het echt anders gaan doen."
Facts = tuple[str, str | None, str | None, str | None]


def found(draft: Draft) -> list[Facts]:
    functions = {n.speaker: n.value for n in draft.notes if n.fact == "functie"}
    return [
        (
            draft.text[turn.start : turn.end],
            functions.get(turn.speaker or ""),
            turn.setting.dialoogvorm if turn.setting else None,
            turn.setting.dialoogthema if turn.setting else None,
        )
        for turn in draft.turns
    ]


def read(text: str) -> list[Facts]:
    return found(read_report(paragraphs(text), "verslag.txt"))


@pytest.mark.parametrize(
    "quote",
    [
        "“{}”", "“ {}”", "“{} ”", "„{}”", "„{}“", ",,{}”", ",,{}''", "«{}»", "« {} »", "»{}«",
        '"{}"', "'{}'", "‘{}’", "‚{}‘", "``{}''", "”{}”", "“{}’", "“{}'", '“{}"', "„{}'", "“{}»",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "said",
    [
        SAID,
        "Zo'n zzp'er, die ’s avonds in 't dorp zo’n fiets ziet, wil dat ook.",
        "Wij hebben [...] al jaren niets gehoord (...) en dat blijft zo",
        "Het nieuwe – en daar zit het – is dat niemand meer belt!",
    ],
)
def test_marks_of_all_kinds(quote: str, said: str) -> None:
    text = f"{quote.format(said)} - Wethouder, themadialoog samen leven\n"
    assert read(text) == [(said, "Wethouder", "themadialoog", "samen leven")]


@pytest.mark.parametrize(
    "said",
    [
        "De leraar zei ‘kom maar’ en toen ging ik.",
        "De leraar zei “kom maar” en toen ging ik.",
        'De leraar zei "kom maar" en toen ging ik.',
        "Ik noem dat ‘het nieuwe gewoon’",
        "De wethouder zei: “kom maar langs, allemaal”. En wij gingen.",
        "‘Nee’ zeggen is ook een antwoord.",
        "Mijn ouders’ huis staat leeg, en dat van mijn buren’s zus ook.",
    ],
)
def test_a_quotation_within_a_quote(said: str) -> None:
    text = f"“{said}” - Bewoner van de wijk, themadialoog wonen & verkeer\n"
    assert read(text) == [(said, "Bewoner van de wijk", "themadialoog", "wonen & verkeer")]


@pytest.mark.parametrize(
    ("source", "functie", "vorm", "thema"),
    [
        (" - Wethouder, themadialoog samen leven", "Wethouder", "themadialoog", "samen leven"),
        (" – Wethouder, themadialoog samen leven", "Wethouder", "themadialoog", "samen leven"),
        ("—Wethouder, themadialoog samen leven", "Wethouder", "themadialoog", "samen leven"),
        (" -- Wethouder, themadialoog samen leven", "Wethouder", "themadialoog", "samen leven"),
        ("\n- Wethouder, themadialoog samen leven", "Wethouder", "themadialoog", "samen leven"),
        (" -\nWethouder, themadialoog samen leven", "Wethouder", "themadialoog", "samen leven"),
        ("\n\n— Wethouder, themadialoog samen leven", "Wethouder", "themadialoog", "samen leven"),
        ("\n\nWethouder, themadialoog samen leven", "Wethouder", "themadialoog", "samen leven"),
        ("\n\n(Wethouder, themadialoog samen leven)", "Wethouder", "themadialoog", "samen leven"),
        (" Wethouder, themadialoog samen leven", "Wethouder", "themadialoog", "samen leven"),
        (" - Wethouder themadialoog samen leven", "Wethouder", "themadialoog", "samen leven"),
        (" - Wethouder , thema dialoog samen leven.", "Wethouder", "themadialoog", "samen leven"),
        (" (Wethouder, themadialoog samen leven)", "Wethouder", "themadialoog", "samen leven"),
        (" [Wethouder; themadialoog samen\nleven].", "Wethouder", "themadialoog", "samen leven"),
        (" - Wethouder (themadialoog samen leven)", "Wethouder", "themadialoog", "samen leven"),
        (" - Themadialoog samen leven, wethouder", "wethouder", "themadialoog", "samen leven"),
        (" - Themadialoog samen leven", None, "themadialoog", "samen leven"),
        (".1 - Wethouder, themadialoog samen leven", "Wethouder", "themadialoog", "samen leven"),
        (
            " - Toezichthouder en\nhandhaver in de\nkinderopvang, themadialoog\ngezondheid",
            "Toezichthouder en handhaver in de kinderopvang",
            "themadialoog",
            "gezondheid",
        ),
        (
            " - Meerdere deelnemers themadialoog onderwijs & werk",
            "Meerdere deelnemers",
            "themadialoog",
            "onderwijs en werk",
        ),
        (" - Huisarts, themadialoog mobiliteit", "Huisarts", "themadialoog", "mobiliteit"),
        (" - Dr. in de economie, wetenschapsdialoog", "Dr. in de economie", "wetenschapsdialoog", None),
        (" - Huisarts, middenveldtafel", "Huisarts", "middenvelddialoog", None),
        (" - Anneke, 34, huisarts, verkenningsdialoog", "huisarts", "verkenningsdialoog", None),
        (" - Deelnemer aan de verkenningsdialoog", "Deelnemer", "verkenningsdialoog", None),
        (" - een huisarts tijdens de middenvelddialoog", "huisarts", "middenvelddialoog", None),
        (" – Wethouder", "Wethouder", None, None),
        (" – wethouder in een kleine gemeente", "wethouder in een kleine gemeente", None, None),
        (" – Meerdere deelnemers", "Meerdere deelnemers", None, None),
        (" – Anneke, bewoner van Zwolle", "bewoner van Zwolle", None, None),
        (" – Raadslid (VVD)", "Raadslid (VVD)", None, None),
        (" – Verpleegkundige LUMC", "Verpleegkundige LUMC", None, None),
        (" (een huisarts)", "huisarts", None, None),
        (" (bewoner, 34 jaar)", "bewoner", None, None),
        (", aldus een huisarts.", "huisarts", None, None),
        (", zegt een jonge ondernemer uit Zwolle.", "jonge ondernemer uit Zwolle", None, None),
        (", zo vertelt wethouder Jansen.", "wethouder", None, None),
        (
            ", zegt een huisarts in de themadialoog gezondheid. En dan verder.",
            "huisarts",
            "themadialoog",
            "gezondheid",
        ),
    ],
)  # fmt: skip
def test_sources_behind_a_quote(
    source: str, functie: str | None, vorm: str | None, thema: str | None
) -> None:
    assert read(f"“{SAID}”{source}\n") == [(SAID, functie, vorm, thema)]


@pytest.mark.parametrize(
    ("lead", "functie", "vorm", "thema"),
    [
        ("Een wethouder:\n", "wethouder", None, None),
        ("Een wethouder: ", "wethouder", None, None),
        ("Een wethouder:\n\n", "wethouder", None, None),
        ("Wethouder in Zwolle:\n", "Wethouder in Zwolle", None, None),
        ("Meerdere deelnemers: ", "Meerdere deelnemers", None, None),
        ("Zo zei een jonge wethouder het: ", "jonge wethouder", None, None),
        ("Een huisarts uit de wijk vertelde: ", "huisarts uit de wijk", None, None),
        ("Een huisarts zei, ", "huisarts", None, None),
        ("Volgens een huisarts: ", "huisarts", None, None),
        ("In de woorden van een bewoner: ", "bewoner", None, None),
        ("Er was kritiek. Een bewoner verwoordde het zo: ", "bewoner", None, None),
        ("Huisarts, themadialoog gezondheid:\n", "Huisarts", "themadialoog", "gezondheid"),
        ("Huisarts, themadialoog gezondheid: ", "Huisarts", "themadialoog", "gezondheid"),
        ("Huisarts, themadialoog gezondheid\n\n", "Huisarts", "themadialoog", "gezondheid"),
        ("In de themadialoog gezondheid zei een huisarts: ", "huisarts", "themadialoog", "gezondheid"),
        ("Een huisarts in de themadialoog gezondheid: ", "huisarts", "themadialoog", "gezondheid"),
        ("Anneke Vos (huisarts): ", "huisarts", None, None),
        ("Anneke Vos, huisarts: ", "huisarts", None, None),
    ],
)  # fmt: skip
def test_sources_before_a_quote(
    lead: str, functie: str, vorm: str | None, thema: str | None
) -> None:
    assert read(f"{lead}“{SAID}”\n\nZo ging het verder.\n") == [(SAID, functie, vorm, thema)]


@pytest.mark.parametrize(
    "text",
    [
        "Boven de ingang hing de leus: “Hier telt iedereen altijd mee”.",
        "De leus “Hier telt iedereen altijd mee” – een vondst van de school – hing er al.",
        "“Hier telt iedereen altijd mee” – Motto van de gemeente",
        "“Wie niet waagt, die niet wint.” – Spreekwoord",
        "“Wie meedoet, telt mee in alles wat wij doen.” - Rapport Meedoen, 2019",
        "“Wie meedoet, telt mee in alles wat wij doen.” (SCP, 2020)",
        "“Wie meedoet, telt mee in alles wat wij doen.” (Jansen, 2020, p. 12)",
        "“Wie meedoet, telt mee in alles wat wij doen.” – Kamerbrief over herstel",
        "“Wie meedoet, telt mee in alles wat wij doen.” – Onderzoek onder ondernemers",
        "“Wie meedoet, telt mee in alles wat wij doen”, aldus het rapport.",
        "“Wie meedoet, telt mee in alles wat wij doen”, schrijft de krant.",
        "Het rapport stelt: “Wie meedoet, telt mee in alles wat wij doen.”",
        "De opdracht aan de deelnemers was: “Noem drie dingen die goed gaan.”",
        "De vraag voor wethouders: “Wat gaat u morgen anders doen dan nu?”",
        "In de themadialoog wonen was de vraag: “Wat gaat u morgen anders doen?”",
        "Deelnemers spraken van ‘winnaars’, ‘verliezers’ en ‘persoonlijk leed’.",
        "Men noemde dat “strategische autonomie in open verbondenheid”, een duur woord.",
        "Het boek “De stad als dorp in de wereld” – geschreven door een wethouder – hielp.",
        "De “winnaars en verliezers van deze crisis” – een term die bleef hangen.",
        "“Zo gaat dat hier nu eenmaal altijd.” Niemand zei iets.",
        "“Thuis” – Wethouder",
        "In de themadialoog “samen leven” – wethouders deden mee – ging het over buren.",
        "Zij lazen het artikel “Hoe het dorp de stad weer vond” (zie de website).",
        "Het thema was “Wonen in de wijk van morgen” (wonen & verkeer).",
        "Een maat: 15\" breed en 20\" hoog - wethouder.",
        "",
        "”””” - - - ““““",
    ],
)  # fmt: skip
def test_what_is_no_participants_quote(text: str) -> None:
    assert read(text + "\n") == []


def test_several_quotes_in_one_paragraph_and_a_stray_mark() -> None:
    text = (
        "De “nieuwe normaal was overal. “Ik wil dat dus niet.” – Wethouder, themadialoog samen "
        "leven. Daarna: “Wij wel, en graag ook.” (huisarts) En “Ja dat is dan zo.” – Bewoner\n"
    )
    assert [(said, functie) for said, functie, _, _ in read(text)] == [
        ("Ik wil dat dus niet.", "Wethouder"),
        ("Wij wel, en graag ook.", "huisarts"),
        ("Ja dat is dan zo.", "Bewoner"),
    ]


def test_a_source_between_two_quotes_belongs_to_one() -> None:
    above = (
        "Huisarts, themadialoog gezondheid\n\n“Eén: dat moet anders.”\n\n"
        "Boer, themadialoog natuur & milieu\n\n“Twee: dat moet ook anders.”\n"
    )
    assert [(said, functie) for said, functie, _, _ in read(above)] == [
        ("Eén: dat moet anders.", "Huisarts"),
        ("Twee: dat moet ook anders.", "Boer"),
    ]
    below = (
        "Inleiding van dit stuk.\n\n“Eén: dat moet anders.”\n\nHuisarts, themadialoog gezondheid\n\n"
        "“Twee: dat moet ook anders.”\n\nBoer, themadialoog natuur & milieu\n"
    )
    assert [(said, functie) for said, functie, _, _ in read(below)] == [
        ("Eén: dat moet anders.", "Huisarts"),
        ("Twee: dat moet ook anders.", "Boer"),
    ]


def test_a_quote_broken_by_the_page_is_one() -> None:
    text = (
        "“ Wij hebben gewacht. \n\nToen kwam er niemand, en dat doet wat met je.” -\n\n"
        "Wethouder, themadialoog samen leven\n"
    )
    assert read(text) == [
        (
            "Wij hebben gewacht. Toen kwam er niemand, en dat doet wat met je.",
            "Wethouder",
            "themadialoog",
            "samen leven",
        )
    ]


@pytest.mark.parametrize(
    "again",
    [
        "“Wij hebben in de straat een eigen tuin gemaakt en die houden we nu.” - Buurman, themadialoog samen leven",
        "“Wij hebben in de straat een eigen tuin gemaakt, en die houden wij nu!” – Buurman",
        "„Wij hebben in onze straat een eigen tuin gemaakt en die houden we nu’ – Buurman",
        "“Wij hebben [...] een eigen tuin gemaakt en die houden we nu.” – Buurman",
        "Op de muur stond: “Wij hebben in de straat een eigen tuin gemaakt en die houden we nu”.",
    ],
)  # fmt: skip
def test_a_quote_printed_twice_is_kept_once_with_both_places(again: str) -> None:
    first = "“Wij hebben in de straat een eigen tuin gemaakt en die houden we nu.” - Buurman, themadialoog samen leven"
    draft = read_report(["Inleiding.", first, "Tekst ertussen.", again], "verslag.txt")
    assert [said for said, *_ in found(draft)] == [
        "Wij hebben in de straat een eigen tuin gemaakt en die houden we nu."
    ]
    setting = draft.turns[0].setting
    assert setting is not None
    (repeat,) = setting.repeats
    assert draft.text[repeat.start : repeat.end] in again
    assert repeat.start > draft.turns[0].end
    assert "eigen tuin" in draft.text[repeat.start : repeat.end]


def test_two_short_quotes_that_differ_are_two() -> None:
    text = "“Het moet echt heel anders.” – Boer\n\n“Het moet echt heel snel.” – Boer\n"
    assert len(read(text)) == 2


def test_offsets_of_a_source_tell_where_it_is_printed() -> None:
    pieces = [
        "Een wethouder:",
        f"“{SAID}”",
        "Dan dit.",
        "“Een heel ander citaat, en veel langer ook.”",
        "— Huisarts, themadialoog gezondheid",
    ]
    draft = read_report(pieces, "verslag.txt")
    printed = [t.setting.printed for t in draft.turns if t.setting]
    assert printed == ["Een wethouder", "Huisarts, themadialoog gezondheid"]
    for turn in draft.turns:
        assert turn.setting is not None
        assert draft.text[turn.setting.start : turn.setting.end] == turn.setting.printed


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("do. 9 sept. '21", "2021-09-09"),
        ("9 september 2021", "2021-09-09"),
        ("1 mrt 2021", "2021-03-01"),
        ("3 juni ’21", "2021-06-03"),
        ("3-6-2021", "2021-06-03"),
        ("opname_2021-06-03_tafel", "2021-06-03"),
        ("20210603 tafel 3", "2021-06-03"),
        ("3 meisjes 2021", None),
        ("31 februari", None),
        ("2021-13-45", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert find_date(text) == date


@pytest.mark.parametrize(
    ("text", "vorm", "thema"),
    [
        ("Thema: wonen en verkeer (tafel 3)", None, "wonen & verkeer"),
        ("**Thema:** geluk en ontspanning", None, "geluk & ontspanning"),
        ("Dialoogthema: mobiliteit", None, "mobiliteit"),
        ("Themadialoog onderwijs & werk, 3 juni", "themadialoog", "onderwijs en werk"),
        ("Verkennende dialoog over gezondheid", "verkenningsdialoog", None),
    ],
)
def test_headings(text: str, vorm: str | None, thema: str | None) -> None:
    heading = read_heading(text, "x.txt")
    assert (heading.dialoogvorm, heading.dialoogthema) == (vorm, thema)


WORDS = st.sampled_from(
    "wij willen dat het anders gaat en niet over tien jaar maar nu in de straat zo'n tuin [...] "
    "‘gewoon’ van elkaar – écht – voor ’s avonds, zzp’ers; 20% meer".split()
)
QUOTES = st.lists(WORDS, min_size=4, max_size=25).map(lambda words: " ".join(words) + ".")
ROLES = st.sampled_from(
    ["Wethouder", "Gepensioneerde", "Schrijver en coach", "Meerdere deelnemers", "Zzp'er"]
)
THEMES = st.sampled_from(["gezondheid", "natuur & milieu", "samen leven", "wonen & verkeer"])
PRINTS = st.sampled_from(
    [
        "“{q}” - {r}, themadialoog {t}", "„{q}” – {r} themadialoog {t}", "«{q}» ({r}, themadialoog {t})",
        "“ {q}’ —\n{r}, themadialoog {t}", "{r}, themadialoog {t}:\n“{q}”", ",,{q}”\n- {r}, themadialoog {t}",
    ]
)  # fmt: skip


@given(
    st.lists(st.tuples(QUOTES, ROLES, THEMES), min_size=1, max_size=4, unique_by=lambda x: x[0]),
    PRINTS,
)
@settings(max_examples=200, deadline=None)
def test_quotes_written_in_any_way_come_back(
    quotes: list[tuple[str, str, str]], pattern: str
) -> None:
    # Numbered, so that no two count as prints of the same quote.
    numbered = [
        (f"{'Nul Een Twee Drie'.split()[i] * 9} {q} {q}", r, t)
        for i, (q, r, t) in enumerate(quotes)
    ]
    text = "\n\nDit is een alinea van het verslag.\n\n".join(
        pattern.format(q=q, r=r, t=t) for q, r, t in numbered
    )
    assert read(text) == [(" ".join(q.split()), r, "themadialoog", t) for q, r, t in numbered]


@given(st.text(alphabet="“”„‘’'\"«»,- –()[]:.\n Wethoudr,themadialoog", max_size=300))
@settings(max_examples=300, deadline=None)
def test_quotes_are_whole_and_apart(text: str) -> None:
    for piece in paragraphs(text):
        position = 0
        for quote in find_quotes(piece):
            assert position <= quote.outer_start < quote.start < quote.end <= quote.outer_end
            position = quote.outer_end


@given(st.text(alphabet=" \t\nabc.-A1”“", max_size=300))
@settings(max_examples=200, deadline=None)
def test_paragraphs_keep_every_letter(text: str) -> None:
    letters = [c for c in text if not c.isspace() and c != "-"]
    kept = [c for c in "".join(paragraphs(text)) if not c.isspace() and c != "-"]
    assert kept == letters


@pytest.mark.parametrize(
    "text",
    [
        "woord " * 1_000_000,
        "“" * 50_000,
        "“a” - " * 25_000,
        "‘ouders’ huis " * 15_000,
        "'" * 100_000,
        '"a" ' * 25_000,
        "“" + "woord " * 500_000 + "” - Wethouder, themadialoog samen leven",
        "“Wij willen het.” - Wethouder, themadialoog samen leven " * 2_000,
        "een wethouder: “ja” " * 10_000,
        "woord en\n\n" * 50_000,
        "a" * 1_000_000 + "-\n\nb",
        "kleine regel\n" * 50_000,
        "” – " + "a " * 200_000,
        "(((((" * 100_000,
        ".”" * 60_000 + "\n\na",
    ],
    ids=lambda text: text[:12],
)
def test_hostile_text_takes_seconds_at_most(text: str) -> None:
    read_report(paragraphs(text), "x.txt")
