"""Names of makes and products, as advisories and inventories write them, made comparable."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

_WORD_FILE = files("scheduler.risk.advisories").joinpath("words.csv")


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of a kind: `legal` forms and `trade` words of makes, `soft` words of products.

    A soft word says what kind of thing a product is: alone it tells no product from another. A trade word is one that
    one writer adds to a make's name and another leaves out.
    """
    rows = csv.DictReader(_WORD_FILE.read_text("utf-8").splitlines())
    return frozenset(_singular(row["word"]) if kind == "soft" else row["word"] for row in rows if row["kind"] == kind)


@dataclass(frozen=True, slots=True)
class ProductName:
    """A product's name in parts, folded: runs of letters and runs of digits, in their order.

    `numbers`: the runs of digits; `telling`: the parts that tell it from other products; `compact`: those in one piece.
    """

    order: tuple[str, ...]
    tokens: frozenset[str] = field(init=False, compare=False)
    numbers: frozenset[str] = field(init=False, compare=False)
    telling: frozenset[str] = field(init=False, compare=False)
    compact: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        tokens, soft = frozenset(self.order), words_of("soft")
        object.__setattr__(self, "tokens", tokens)
        object.__setattr__(self, "numbers", frozenset(token for token in tokens if token[0].isdigit()))
        object.__setattr__(self, "telling", tokens - soft)
        object.__setattr__(self, "compact", "".join(token for token in self.order if token not in soft))


MOST_LENGTH = 300
"""A name is not longer; what is, is compared by its beginning."""


MOST_PARTS = 30
"""So many products one text names at most; the rest of a longer list is left to its text as a whole."""


@lru_cache(maxsize=1 << 15)
def folded(text: str) -> str:
    """Lower case, without accents, broken encodings mended: `YhtymÃ¤` is Yhtymä."""
    text = text[:MOST_LENGTH]
    with suppress(UnicodeEncodeError, UnicodeDecodeError):
        text = text.encode("latin-1").decode("utf-8")
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold().strip()


_WORD = re.compile(r"[a-z0-9]+")


def make_forms(name: str) -> tuple[str, ...]:
    """The ways in which a vendor's name names a make: whole, without its legal form, its abbreviation, each of several.

    `Becton, Dickinson and Company (BD)` gives both; `Hillrom and ELI, Baxter International Inc.` each of the three.
    """
    text = folded(name)
    outside = re.sub(r"\([^)]*\)", " ", text)
    inside = re.findall(r"\(([^)]*)\)", text)
    several = re.split(r",| and | & |/|;", outside)
    forms = (_bare(part) for part in (outside, *inside, *several))
    return tuple(dict.fromkeys(form for form in forms if form))


def _bare(name: str) -> str:
    """The words of a make without its legal form, and without trade words unless nothing else is left."""
    words = [word for word in _WORD.findall(name) if word not in words_of("legal") and word != "and"]
    telling = [word for word in words if word not in words_of("trade")]
    return " ".join(telling or words)


_INCLUDING = re.compile(r"([a-z]{4,})([A-Z]{2,})")
_EXCEPT = re.compile(r",? *(?:not including|except(?: for)?|excluding) ", re.IGNORECASE)
_RUN = re.compile(r"[0-9]+(?:\.[0-9]+)*|[a-z]+|\+")
_APART = re.compile(r"/|,|;|\band\b|&|\|", re.IGNORECASE)


@lru_cache(maxsize=16_384)
def product_name(text: str, without: frozenset[str] = frozenset()) -> ProductName:
    """Read a product's name; `without`: the words of its make, which writers repeat in it."""
    order: list[str] = []
    left_out = {_singular(word) for word in without}
    for word in folded(_INCLUDING.sub(r"\1 \2", text[:MOST_LENGTH])).replace("'", "").split():
        for run in _RUN.findall(word):
            token = "plus" if run == "+" else _singular(run)
            if token not in left_out and (not order or order[-1] != token):
                order.append(token)
    return ProductName(tuple(order))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def readings(text: str) -> Iterator[str]:
    """The ways to read a product's text as the name of one model: whole, without remarks, each of several."""
    named, *excepted = _EXCEPT.split(text[:MOST_LENGTH], maxsplit=1)
    yield named
    plain = re.sub(r"\([^)]*\)", " ", named).strip() if not excepted else named
    if plain and plain != named:
        yield plain
    parts = [part.strip() for part in _APART.split(plain) if part.strip()][:MOST_PARTS]
    if len(parts) > 1:
        yield from parts
        first = parts[0].split()
        yield from (f"{' '.join(first[:length])} {part}" for part in parts[1:] for length in range(1, len(first)))


def excepted(text: str) -> str:
    """What a product's text leaves out by name: `LOGIQ, not including LOGIQ 100 Pro`."""
    return _EXCEPT.split(text, maxsplit=1)[1] if _EXCEPT.search(text) else ""
