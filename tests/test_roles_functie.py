"""What people do, as they say it in passing or as others say it of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dialoogcoder.ingest import ingest
from dialoogcoder.model import Speaker
from dialoogcoder.nlp import load_pipeline
from dialoogcoder.pipeline import find_role_model
from dialoogcoder.roles import assign_roles
from dialoogcoder.roles.extent import function_extent
from dialoogcoder.roles.functions import stakeholder_group
from dialoogcoder.roles.occupations import find_occupations


def roles_of(folder: Path, text: str) -> dict[str, Speaker]:
    (folder / "gesprek.txt").write_text(text, encoding="utf-8")
    reading = ingest([folder])
    found = assign_roles(
        reading.transcripts,
        reading.turns,
        reading.notes,
        model=find_role_model("auto"),
        pipeline=load_pipeline(),
    )
    return {speaker.speaker: speaker for speaker in found}


TABLE = """Marga: Welkom allemaal. Wie wil er beginnen, en wat brengt u hier?
Joost: Ik werk als verpleegkundige op de spoedeisende hulp in Hoorn, dus ik heb een raar jaar gehad.
Marga: Dank je. En jij, Tineke, jij hebt een kapsalon aan de haven, toch?
Tineke: Ja, en die was maanden dicht. Mijn man is vrachtwagenchauffeur, die reed gewoon door.
Marga: Bram?
Bram: Nou, ik studeer werktuigbouwkunde in Delft en ik zat thuis op mijn kamer.
Marga: Dat was eenzaam, denk ik.
Bram: Best wel. De docenten deden hun best.
Joost: En Sjoerd zit hier ook nog. Sjoerd is conciërge op een vmbo in Purmerend.
Sjoerd: Dat klopt, al zestien jaar. Die kinderen hadden het zwaar.
Els: Ik ben natuurlijk ook moeder, maar ik zit hier als wethouder jeugd en onderwijs.
Wil: Ik ben benieuwd of de gemeente daar iets mee doet, mevrouw de wethouder.
Els: Dat hoop ik ook.
Marga: Tot slot een rondje, en dan dank ik jullie hartelijk.
"""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Speaker]:
    return roles_of(tmp_path_factory.mktemp("tafel"), TABLE)


@pytest.mark.parametrize(
    ("speaker", "functie", "group"),
    [
        ("Joost", "verpleegkundige op de spoedeisende hulp in Hoorn", "zorgprofessional"),
        ("Tineke", "kapsalon aan de haven", "ondernemer"),
        ("Bram", "studeer werktuigbouwkunde in Delft", "burger"),
        ("Sjoerd", "conciërge op een vmbo in Purmerend", "onderwijsprofessional"),
        ("Els", "wethouder jeugd en onderwijs", "bestuurder"),
        ("Wil", None, "onbekend"),
    ],
)
def test_functions_told_by_oneself_and_by_others(
    table: dict[str, Speaker], speaker: str, functie: str | None, group: str
) -> None:
    assert (table[speaker].functie, table[speaker].stakeholdergroep) == (functie, group)


def test_one_whose_label_is_a_code_is_known_by_the_name_they_answer_to(tmp_path: Path) -> None:
    found = roles_of(
        tmp_path,
        """Spreker 1: Goedemiddag, ik ben Karin en ik leid dit gesprek. Wie begint?
Spreker 2: Ik wel. Ik ben Youssef, buschauffeur bij een vervoersbedrijf in Ede.
Spreker 1: Dank je. Wat zag jij dit jaar, Hedwig?
Spreker 3: Lege klassen, en kinderen die niet kwamen.
Spreker 2: Hedwig is leerkracht op een basisschool, zij zag dat van dichtbij.
Spreker 1: En wie heeft daar iets aan toe te voegen?
Spreker 3: Ik wil alleen zeggen dat het geen feest was.
""",
    )
    assert found["Spreker 2"].functie == "buschauffeur bij een vervoersbedrijf in Ede"
    assert found["Spreker 3"].functie == "leerkracht op een basisschool"


@pytest.mark.parametrize(
    ("sentence", "word", "functie"),
    [
        ("Ik ben docent aardrijkskunde op een havo in Goes, al jaren.", "docent",
         "docent aardrijkskunde op een havo in Goes"),
        ("Ik ben beleidsmedewerker jeugd en onderwijs bij de gemeente Goes.", "beleidsmedewerker",
         "beleidsmedewerker jeugd en onderwijs bij de gemeente Goes"),
        ("Ik zit nu in de glastuinbouw, en mijn broer ook.", "zit", "zit nu in de glastuinbouw"),
        ("Ik heb een bakkerij met zes man personeel.", "bakkerij", "bakkerij"),
        ("Ik ben juf van groep drie en vier, ik ben geen dominee.", "juf",
         "juf van groep drie en vier"),
        ("Ik ben trainee bij een groot advieskantoor.", "trainee",
         "trainee bij een groot advieskantoor"),
        ("Ik ben boswachter en mijn vrouw werkt in de zorg.", "boswachter", "boswachter"),
        ("Ik ben verzorgende bij Zorgkring De Es.", "verzorgende",
         "verzorgende bij Zorgkring De Es"),
        ("Ik geef scheikunde op een vwo in Ede.", "geef", "geef scheikunde op een vwo in Ede"),
        ("Sinds mei ben ik met pensioen.", "pensioen", "met pensioen"),
        ("Zij is toneelmeester van de schouwburg.", "schouwburg",
         "toneelmeester van de schouwburg"),
        ("Ik ben moeder van drie en ik werk thuis.", "moeder", "moeder van drie"),
        ("Frans is stads- en streekhistoricus, die weet het.", "streekhistoricus",
         "stads- en streekhistoricus"),
        ("Ik ben lector voedsel en regio aan een hogeschool in Venlo.", "hogeschool",
         "lector voedsel en regio aan een hogeschool in Venlo"),
        ("en ik doe timmeren op het graafschap college en zo", "college",
         "doe timmeren op het graafschap college"),
        ("ik zit in het laatste jaar van de kunstacademie en ja", "kunstacademie",
         "zit in het laatste jaar van de kunstacademie"),
        ("Ik ben pas sinds februari wijkagent in de Vogelbuurt.", "wijkagent",
         "wijkagent in de Vogelbuurt"),
        ("Want als opbouwwerker leer je op je horloge kijken.", "opbouwwerker", "opbouwwerker"),
        ("Als wethouder sport en cultuur ben je nergens veilig.", "wethouder",
         "wethouder sport en cultuur"),
        ("Ik leer voor loodgieter, op het college in Meppel.", "loodgieter",
         "leer voor loodgieter"),
        ("ik sta bij de bakker op zaterdag", "bakker", "sta bij de bakker"),
        ("ik ben kraamverzorgster en je leven is nooit van jezelf", "kraamverzorgster",
         "kraamverzorgster"),
        ("Een tandarts zonder stoel, dat ben ik dan.", "tandarts", "tandarts"),
        ("jij als secretaris miranda moet dat weten", "secretaris", "secretaris"),
        ("Omdat Henk dijkgraaf is, zit hij vooraan.", "dijkgraaf", "dijkgraaf"),
        ("Ik breng kranten rond, en verder niks.", "breng", "breng kranten rond"),
        ("Ik ben van de reddingsbrigade, ik slaap met de telefoon aan.", "reddingsbrigade",
         "van de reddingsbrigade"),
        ("Bij een praktijk in Echt ben ik verpleegkundig specialist.", "specialist",
         "verpleegkundig specialist"),
    ],
)  # fmt: skip
def test_a_function_reaches_as_far_as_it_is_told(sentence: str, word: str, functie: str) -> None:
    words = next(iter(load_pipeline().tagged([sentence])))
    head = next(index for index, tagged in enumerate(words) if tagged.text == word)
    verb = words[head].text in ("zit", "geef", "breng")
    first, last = function_extent(words, head, verb=verb)
    assert sentence[first:last] == functie


PLAIN = """Ik ben Ilse, jongerenwerker in Almere.|jongerenwerker in Almere
Ilse, jongerenwerker in Almere.|jongerenwerker in Almere
Ilse de Wit, jongerenwerker in Almere.|jongerenwerker in Almere
Goedenavond, Ilse de Wit, jongerenwerker.|jongerenwerker
Mijn naam is Ilse en ik werk als jongerenwerker in Almere.|jongerenwerker in Almere
Hallo, ik ben Ilse. Jongerenwerker.|Jongerenwerker
Ilse de Wit van de gemeente Almere.|van de gemeente Almere
Ik ben Ilse de Wit, wethouder in Almere.|wethouder in Almere
Ik ben Ilse en ik heb een bakkerij in Almere.|bakkerij in Almere
Ilse, bakkerij in Almere.|bakkerij in Almere
Ik studeer pedagogiek in Utrecht.|studeer pedagogiek in Utrecht
Ik ben met pensioen.|met pensioen
Ik zit zonder werk.|zit zonder werk
Ik werk bij de gemeente Almere.|werk bij de gemeente Almere
Ik zit hier als voorzitter van de huurdersvereniging.|voorzitter van de huurdersvereniging
In het dagelijks leven ben ik timmerman.|timmerman
Van huis uit ben ik bioloog, maar ik werk nu als docent.|docent
Ik ben eigenaar van een kapsalon.|eigenaar van een kapsalon
Ik geef les op een vmbo in Almere.|geef les op een vmbo in Almere
Ik ben vrijwilliger bij de voedselbank.|vrijwilliger bij de voedselbank
Als huisarts zie ik dat elke dag.|huisarts
Ik woon hier al dertig jaar en ik ben verpleegkundige.|verpleegkundige"""


@pytest.mark.parametrize("bare", [False, True], ids=["written", "recognised"])
@pytest.mark.parametrize("coded", [False, True], ids=["names", "codes"])
def test_plain_introductions_are_understood(*, coded: bool, bare: bool) -> None:
    """The plainest introductions, in any of four ways of writing down."""
    leader, own, other = (f"Spreker {n}" for n in (1, 2, 3)) if coded else ("Karin", "Ilse", "Bram")
    model, pipeline = find_role_model("auto"), load_pipeline()
    missed = []
    for line in PLAIN.splitlines():
        said, functie = line.split("|")
        turns = [
            (leader, "Goedenavond allemaal. Zullen we een rondje doen, wie zijn jullie?"),
            (other, "Zal ik beginnen? Nou, ik vond het een raar jaar, dat mag je best weten."),
            (leader, "Dank je. En jij, Ilse?"),
            (own, f"{said} Het was een stil jaar voor ons, maar wel mooi."),
            (other, "Dat herken ik wel, het was stil op straat ook."),
            (leader, "Goed, dan gaan we naar de volgende vraag."),
        ]
        if bare:
            turns = [(who, re.sub(r"[.,?!]", "", text).lower()) for who, text in turns]
        found = find_occupations(turns, model, pipeline)
        told = found[own].functie.lower() if own in found else ""
        if told != functie.lower():
            missed.append((said, told))
    assert not missed


def test_what_others_say_is_of_the_one_they_name(tmp_path: Path) -> None:
    found = roles_of(
        tmp_path,
        """Geesje: Voor wie van over de grens komt, Anita is onze kruidenier.
Anita: Ja, die van de hoek, en het was druk dit jaar.
Geesje: Wat zag u vanaf het raadhuis?
Dirk-Jan: Lege straten, en over die busjes hebt u gelijk.
Bo: Bij mij in de keuken stonden er twee, meer mocht niet.
Anita: Bo is bij mij serveerster, van de vijf die gebleven zijn.
Bo: Ja, gelukkig wel.
""",
    )
    assert found["Anita"].functie == "kruidenier"
    assert found["Bo"].functie == "serveerster"
    assert found["Dirk-Jan"].functie is None
    assert found["Geesje"].functie is None


def test_names_are_heard_where_capitals_were_left_out(tmp_path: Path) -> None:
    found = roles_of(
        tmp_path,
        """S1: goedenavond ik geef eerst het woord aan harmen
S2: ja dank je nou bij ons was het vooral stil in de straat
S1: en wat zag jij riet
S3: oude mensen voor het raam en niemand die binnenkwam
S2: nou riet is huishoudelijke hulp bij een thuiszorgorganisatie in lochem die ziet dat
S3: klopt al negentien jaar
S1: dan ga ik verder met de volgende vraag
S2: mag ik nog even
""",
    )
    assert found["S3"].functie == "huishoudelijke hulp bij een thuiszorgorganisatie in lochem"


@pytest.mark.parametrize(
    ("functie", "group"),
    [
        ("doe watermanagement aan de hogeschool", "burger"),
        ("zit in havo vijf", "burger"),
        ("voorzitter van SV Holterbroek", "maatschappelijke-organisatie"),
        ("schuldhulpverlener bij de gemeente Meierijstad", "overheidsprofessional"),
        ("schuldhulpverlener", "maatschappelijke-organisatie"),
        ("stagiaire bij het waterschap", "overheidsprofessional"),
        ("geestelijk verzorger in een hospice in Zwolle", "zorgprofessional"),
        ("verhuur chalets", "ondernemer"),
        ("elektricien", "burger"),
        ("stukadoor", "ondernemer"),
        ("stukadoor bij een aannemer in Nijkerk", "burger"),
        ("adviseur wonen en zorg bij de provincie Drenthe", "overheidsprofessional"),
        ("breng maaltijden rond", "burger"),
        ("zit in de uien", "ondernemer"),
        ("werk in de uien", "burger"),
        ("schoonmaakster bij Glansrijk", "burger"),
        ("wachtmeester", "overheidsprofessional"),
    ],
)
def test_the_group_goes_by_where_somebody_works(functie: str, group: str) -> None:
    assert stakeholder_group(functie) == group


def test_among_scientists_a_field_makes_a_scientist_and_an_office_does_not(tmp_path: Path) -> None:
    (tmp_path / "wetenschapsdialoog-wonen.txt").write_text(
        """Wetenschapsdialoog

Greet: Welkom, wie wil er beginnen?
Daan (stedenbouwkundige): De straat werd ineens een tuin, dat zag je overal, en niemand die daar een vergunning voor vroeg.
Greet: En wat zag u, wethouder?
Pien (wethouder): Dat er geen geld voor was, en dat je toch niet met een bekeuring aan komt zetten als mensen buiten zitten.
Ids (stedenbouwkundige bij de gemeente): En geen mensen, wij zaten allemaal thuis en de helft van de bank was ziek of op zijn kinderen aan het passen.
Greet: Dank u wel, dan ronden we af.
""",
        encoding="utf-8",
    )
    reading = ingest([tmp_path])
    found = assign_roles(
        reading.transcripts,
        reading.turns,
        reading.notes,
        model=find_role_model("auto"),
        pipeline=load_pipeline(),
    )
    groups = {speaker.speaker: speaker.stakeholdergroep for speaker in found}
    assert reading.transcripts[0].dialoogvorm == "wetenschapsdialoog"
    assert groups["Daan"] == "wetenschapper"
    assert groups["Pien"] == "bestuurder"
    assert groups["Ids"] == "overheidsprofessional"


def test_a_legend_and_a_voice_that_nobody_could_name(tmp_path: Path) -> None:
    found = roles_of(
        tmp_path,
        """Aan tafel:
HV = Hanne Visser, senior onderzoeker bij het Instituut voor Water
TB = Tom Bakker, promovendus hydrologie (legt vast)

HV: Zullen we beginnen?
TB: Hij loopt.
Man achterin: Kan het wat harder?
HV: Zeker. Wie ziet het water zakken?
Man achterin: Ik, achter mijn huis.
TB: Dat staat erop.
HV: Mooi zo, dan gaan we verder.
TB: Ik luister.
""",
    )
    assert found["HV"].functie == "senior onderzoeker bij het Instituut voor Water"
    assert found["TB"].functie == "promovendus hydrologie"
    assert found["TB"].gespreksrol == "verslaglegger"
    assert "Man achterin" in found


def test_who_takes_notes_shows_in_a_list_and_in_what_little_they_say(tmp_path: Path) -> None:
    found = roles_of(
        tmp_path,
        """Buurtavond Zandpad

Aanwezig:
Nienke Dral, gebiedsmanager bij de gemeente
Sofie Kremer, trainee bij de gemeente (verslag)
Wout Lamers

Nienke Dral: Welkom allemaal, fijn dat u er bent. Wie wil er beginnen met wat er nu speelt in de straat?
Wout Lamers: Ik wel. De lantaarns doen het al sinds maart niet meer, en ik heb er vier keer voor gebeld.
Sofie Kremer: Vier keer?
Wout Lamers: Vier keer, ja. En de vierde keer zeiden ze dat de zaak was afgehandeld, dus toen was ik klaar.
Nienke Dral: Dat neem ik mee. Wie nog meer? Betsie, jij woont op de hoek.
Betsie: Ja, op de hoek, dus ik zie alles. Het gaat vooral om die bak, die staat altijd vol en dan zetten ze het ernaast.
Joost: Moet dat er zo in, van die bak?
Nienke Dral: Schrijf maar op, Joost. Dan gaan we naar het volgende punt, want de tijd vliegt.
Joost: Staat er al.
Betsie: En die hondenpoep dan, daar heeft niemand het over, maar ik loop daar elke dag met mijn kleinkind.
Wout Lamers: Daar heb je gelijk in, dat is op het pleintje ook zo.
Nienke Dral: Goed, dan rond ik af. Dank jullie wel voor jullie komst.
""",
    )
    assert found["Sofie Kremer"].gespreksrol == "verslaglegger"
    assert found["Sofie Kremer"].functie == "trainee bij de gemeente"
    assert found["Joost"].gespreksrol == "verslaglegger"
    assert found["Nienke Dral"].gespreksrol == "gespreksleider"


def test_two_who_share_a_surname_are_told_apart(tmp_path: Path) -> None:
    found = roles_of(
        tmp_path,
        """Ilse: Welkom, wie begint er?
Klaas de Vries: Ik zit hier al een kwartier.
Ilse: Ja, Klaas, jij was vroeg.
Jitske de Vries: Ik kom net binnen.
mw. De Vries: En we zijn geen familie, hoor.
Klaas: Gelukkig niet.
mw. De Vries: Dat is wederzijds.
Ilse: Daar gaan we al.
dhr. De Vries: Ik zeg niks meer.
""",
    )
    assert set(found) == {"Ilse", "Klaas de Vries", "Jitske de Vries"}
    assert "mw. De Vries" in found["Jitske de Vries"].evidence
    assert "dhr. De Vries" in found["Klaas de Vries"].evidence
