"""Says in a sentence on what grounds an accepter decided.

Ballet's stock accepters ask for different things, and some look at nothing at all. What is said
of each is only what it asked.
"""

from __future__ import annotations

from typing import Any

from .words import percent

#: Where Ballet's stock accepters are. A project's own may have the same names.
STOCK = "ballet.validation.feature_acceptance.validator."
COMPOUND = STOCK + "CompoundAccepter"

AGG = {
    "all": "All of the project's accepters have to accept a feature.",
    "any": "One of the project's accepters has to accept a feature.",
}


def rejected(sentence: str | None) -> str:
    """Why the accepter said no."""
    said = sentence or "The project's accepter rejected it, and does not say why."
    return f"{said} Ballet says FeatureRejected."


def measured(numbers: dict[str, Any] | None, accepted: bool) -> str | None:
    """On what grounds the accepter decided; None if it does not tell.

    Its own sentences are taken out of the numbers.
    """
    if not numbers:
        return None
    name = str(numbers.get("accepter"))
    if name == COMPOUND:
        return _of_parts(numbers, accepted)
    sentence = numbers.pop("sentence", None)
    if isinstance(sentence, str):
        return sentence
    said = _of_one(name, numbers)
    if said is not None and _blind(name):
        return f"The project's accepter is {_short(name)}: {said}"
    return None if said is None else said[0].upper() + said[1:]


def decider(numbers: dict[str, Any]) -> str:
    """The short name of the accepter that decided: of a compound one, that of a part."""
    return _short(str(numbers.get("decided_by") or numbers.get("accepter") or ""))


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def _blind(name: str) -> bool:
    """Whether it decides without looking at the feature."""
    return name in [STOCK + one for one in ("AlwaysAccepter", "NeverAccepter", "RandomAccepter")]


def _of_one(name: str, numbers: dict[str, Any]) -> str | None:
    """What one accepter asked and found, beginning with a small letter."""
    if name == STOCK + "AlwaysAccepter":
        return "it accepts every feature, whatever it is."
    if name == STOCK + "NeverAccepter":
        return "it rejects every feature, whatever it is."
    if name == STOCK + "RandomAccepter":
        share = percent(numbers["probability"])
        return f"it draws lots and accepts {share} of all features, whatever they are."
    statistic, threshold = numbers.get("statistic"), numbers.get("threshold")
    if statistic is None or threshold is None:
        if name == STOCK + "MutualInformationAccepter":
            return f"some targets are missing, and {_short(name)} then rejects every feature."
        return None
    if name == STOCK + "VarianceThresholdAccepter":
        what = "its values have a variance of"
        if numbers["columns"] > 1:
            what = (
                f"of its {numbers['columns']} columns the one that varies least has a variance of"
            )
        return f"{what} {statistic:.4g}, and more than {threshold:.4g} is needed."
    unit = numbers.get("unit")
    scored = f"it scores {statistic:.4g} and needs {threshold:.4g}"
    return f"{scored} {unit}." if unit else scored + "."


def _of_parts(numbers: dict[str, Any], accepted: bool) -> str:
    """What the parts of a compound accepter said; first those that said what the whole says."""
    said = [AGG[numbers["agg"]]]
    for one in sorted(numbers["accepters"], key=lambda part: part["accepted"] != accepted):
        did = f"{_short(one['name'])} {'accepted' if one['accepted'] else 'rejected'} it"
        if not one["counted"]:
            did += ", which does not count, since another of the same class was asked after it"
        grounds = _of_part(one)
        said.append(f"{did}: {grounds}" if grounds else f"{did}.")
    return " ".join(said)


def _of_part(part: dict[str, Any]) -> str | None:
    if part["name"] == COMPOUND:
        return _small(_of_parts(part, part["accepted"]))
    sentence = part.pop("sentence", None)
    return _small(sentence) if isinstance(sentence, str) else _of_one(part["name"], part)


def _small(sentence: str) -> str:
    """The sentence after a colon; what begins with several capital letters is a name."""
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() else sentence
