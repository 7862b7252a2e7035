"""Word lists of `language`: names of languages, and the small words that tell them apart."""

from __future__ import annotations

from typing import Final

DUTCH: Final = "Nederlands"
OTHER_SCRIPT: Final = "niet-Latijnse schrift"
# By lingua's names: what people at a Dutch table may speak or quote. Each language more costs
# accuracy, so that those that nobody brings there are not among them.
NAMES: Final = {
    "DUTCH": DUTCH,
    "AFRIKAANS": "Afrikaans",
    "ALBANIAN": "Albanees",
    "ARABIC": "Arabisch",
    "BOKMAL": "Noors",
    "BULGARIAN": "Bulgaars",
    "CHINESE": "Chinees",
    "CROATIAN": "Kroatisch",
    "CZECH": "Tsjechisch",
    "DANISH": "Deens",
    "ENGLISH": "Engels",
    "FINNISH": "Fins",
    "FRENCH": "Frans",
    "GERMAN": "Duits",
    "GREEK": "Grieks",
    "HEBREW": "Hebreeuws",
    "HINDI": "Hindi",
    "HUNGARIAN": "Hongaars",
    "INDONESIAN": "Indonesisch",
    "ITALIAN": "Italiaans",
    "JAPANESE": "Japans",
    "KOREAN": "Koreaans",
    "LATIN": "Latijn",
    "PERSIAN": "Perzisch",
    "POLISH": "Pools",
    "PORTUGUESE": "Portugees",
    "ROMANIAN": "Roemeens",
    "RUSSIAN": "Russisch",
    "SOMALI": "Somalisch",
    "SPANISH": "Spaans",
    "SWEDISH": "Zweeds",
    "TURKISH": "Turks",
    "UKRAINIAN": "Oekraïens",
    "URDU": "Urdu",
    "VIETNAMESE": "Vietnamees",
}
DUTCH_WORDS: Final = frozenset(
    "het een van ik niet dat zijn voor met ook maar aan naar wel ze bij uit nog dan wij hij heeft "
    "hebben geen deze dit wat mijn onze moet kunnen kan zo".split()
)
# Per language its small words that are none in Dutch or a dialect of it, and the least share of
# them that real text has.
_SCANDINAVIAN = "og och det jeg jag ikke inte att på för av af hun hon blev ble blir vi"
OWN_WORDS: Final = {
    language: (frozenset(words.split()), least)
    for language, words, least in (
        (
            "Engels",
            "the and to that you this are for not but they our their from which would should "
            "with who have it's what how because about been were could when there",
            0.06,
        ),
        (
            "Duits",
            "und nicht das ist für auch eine einen einer dem sich auf wir sie haben aber zu dass "
            "von im zum zur keine nur oder wenn werden sind",
            0.07,
        ),
        ("Afrikaans", "nie vir hulle baie moes wees sê jy julle", 0.06),
        ("Deens", _SCANDINAVIAN, 0.07),
        ("Noors", _SCANDINAVIAN, 0.07),
        ("Zweeds", _SCANDINAVIAN, 0.07),
    )
}
# Spoken in the Caribbean part of the Kingdom, and unknown to lingua.
PAPIAMENTO: Final = frozenset(
    "ta tabata tin tabatin ku pa nos nan hende por mester pasobra pero kaminda un bo e".split()
)
