"""The recipe: every choice of a run in one TOML file, read into frozen dataclasses."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass, field
from typing import Any

from dialoogcoder.errors import RecipeError
from dialoogcoder.resources import locate


@dataclass(frozen=True, slots=True)
class LanguageOptions:
    """`pipeline`: ``auto``, ``nl_dialoog``, or the name or path of a spaCy pipeline."""

    pipeline: str = "auto"


@dataclass(frozen=True, slots=True)
class PassageOptions:
    """Sizes in words: shorter turns are no passage, longer ones are cut near `target_words`."""

    min_words: int = 10
    target_words: int = 70
    max_words: int = 120
    max_paragraph_words: int = 250


@dataclass(frozen=True, slots=True)
class CodingOptions:
    """`context`: how much the passages before and after count; 0 judges each passage alone."""

    context: float = 0.5


@dataclass(frozen=True, slots=True)
class ThemeOptions:
    """How threads are found: `granularity` is grof, normaal or fijn."""

    granularity: str = "normaal"
    representatives: int = 3
    min_speakers: int = 3
    min_transcripts: int = 2
    outlier_share: float = 0.1


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a run needs besides its inputs."""

    name: str = "standaard"
    seed: int = 2021
    codebook: str = "herstelperspectieven.toml"
    model: str = "auto"
    roles: str = "auto"
    workers: int = 2
    language: LanguageOptions = field(default_factory=LanguageOptions)
    passages: PassageOptions = field(default_factory=PassageOptions)
    coding: CodingOptions = field(default_factory=CodingOptions)
    themes: ThemeOptions = field(default_factory=ThemeOptions)

    def as_dict(self) -> dict[str, Any]:
        """The recipe as resolved, for the manifest."""
        return dataclasses.asdict(self)


_SECTIONS = {
    "language": LanguageOptions,
    "passages": PassageOptions,
    "coding": CodingOptions,
    "themes": ThemeOptions,
}
GRANULARITIES = ("grof", "normaal", "fijn")


def _typed(value: Any, default: Any, place: str) -> Any:
    wanted = type(default)
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not wanted:
        raise RecipeError(place, f"{value!r}", f"a {wanted.__name__}", f"For example: {default!r}.")
    return value


def _section(kind: type, values: dict[str, Any], place: str) -> Any:
    defaults = kind()
    names = [f.name for f in dataclasses.fields(kind)]
    for key in values:
        if key not in names:
            raise RecipeError(
                place, f"key '{key}'", f"one of {', '.join(names)}", "Correct or remove it."
            )
    return kind(
        **{k: _typed(v, getattr(defaults, k), f"{place}, key '{k}'") for k, v in values.items()}
    )


def load_recipe(name: str = "standaard") -> Recipe:
    """Read a recipe by path, or by the name of a shipped one.

    Args:
        name: Path of a TOML file, or a name in `pipelines/` without suffix.

    Returns:
        The recipe, with defaults for the keys it leaves out.

    Raises:
        RecipeError: No such file, no valid TOML, or a key or value that does not exist.
    """
    path = locate(name, folder="pipelines", suffix=".toml")
    if path is None or not path.is_file():
        raise RecipeError(
            f"recipe {name}", "no such file", "a TOML recipe", "Give its path, or leave it out."
        )
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeError(str(path), str(error), "valid TOML in UTF-8", "Correct it.") from error
    plain = {k: v for k, v in data.items() if k not in _SECTIONS}
    nested = {}
    for key, kind in _SECTIONS.items():
        values = data.get(key, {})
        if not isinstance(values, dict):
            raise RecipeError(str(path), f"{key} = {values!r}", f"a table [{key}]", "Correct it.")
        nested[key] = _section(kind, values, f"{path}, [{key}]")
    recipe: Recipe = dataclasses.replace(_section(Recipe, plain, str(path)), **nested)
    _check(recipe, str(path))
    beside = path.parent / recipe.codebook
    if beside.is_file():
        recipe = dataclasses.replace(recipe, codebook=str(beside))
    return recipe


def _check(recipe: Recipe, place: str) -> None:
    sizes = recipe.passages
    if not 1 <= sizes.min_words <= sizes.target_words <= sizes.max_words:
        raise RecipeError(
            f"{place}, [passages]",
            f"{sizes.min_words}, {sizes.target_words}, {sizes.max_words}",
            "1 <= min_words <= target_words <= max_words",
            "Correct the sizes.",
        )
    if recipe.themes.granularity not in GRANULARITIES:
        raise RecipeError(
            f"{place}, [themes]",
            f"granularity '{recipe.themes.granularity}'",
            f"one of {', '.join(GRANULARITIES)}",
            "Correct it.",
        )
    if not 0 <= recipe.coding.context <= 1:
        raise RecipeError(
            f"{place}, [coding]", f"context = {recipe.coding.context}", "0 to 1", "Correct it."
        )
    if recipe.workers < 1:
        raise RecipeError(place, f"workers = {recipe.workers}", "1 or more", "Correct it.")
