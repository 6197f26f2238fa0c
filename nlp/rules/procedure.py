"""Decides which units set a part of an administrative procedure, and what each of their provisions sets.

Evidence is added up twice: over the article, and over each clause by itself, since a duty article may hide one clause
that sets a time limit for a permit. What the heading, the title and the actors say weighs on the sum.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlp.rules.actors import Actor, Actors, counts
from nlp.rules.bodies import bodies_in
from nlp.rules.detect import Hit, Reading, detect, weigh
from nlp.rules.plain import PlainText
from nlp.rules.schema import EngineSettings, Prior, Rule
from nlp.rules.units import Clause, Unit
from nlp.terms import TermFinder, TermsByLine
from nlp.text import shadow
from nlp.types import ProcedurePart, Provision

_POINTS = ("diem", "gach")
PERSON, AGENCY, INTERNAL, REQUEST = "person", "agency", "internal", "request"


@dataclass(frozen=True, slots=True)
class Sign:
    """What one rule found in one provision: the range and words that show it, the parts set, who acts, how sure."""

    rule: Rule
    unit: Unit
    provision: Provision
    start: int
    end: int
    words: tuple[str, ...]
    parts: tuple[ProcedurePart, ...]
    actors: tuple[str, ...]
    bodies: tuple[str, ...]
    confidence: float
    name: str | None


@dataclass(frozen=True, slots=True)
class _View:
    """A unit ready to be judged: its plain text, and the finds and terms in it (ranges in the plain text)."""

    unit: Unit
    text: PlainText
    hits: list[Hit]
    terms: TermsByLine
    actors: Actors

    def names(self, label: str, start: int, end: int) -> bool:
        """Whether a term of the lexicon stands in a range of the plain text."""
        return any(term.label == label for term in self.terms.within(start, end))

    def names_outsider(self, start: int, end: int) -> bool:
        """Whether a citizen, an organisation or what only they ask for is named in a range of the plain text."""
        return any(term.label in (PERSON, REQUEST) for term in self.terms.within(start, end))

    def actor(self, hit: Hit) -> Actor | None:
        """Who does what was found: named in its sentence, in its clause before it, or in the heading."""
        first = hit.sentence[0]
        within = self.actors.subject(first, hit.start + 1, nearest=True)
        if within is not None:
            return within
        at = self.unit.start + self.text.origin(hit.start)
        for clause in self.unit.clauses:
            if clause.start <= at < clause.end:
                low, _ = _range(self, clause)
                lead_end = self.text.text.find("\n", low, first)
                lead = self.actors.subject(low, lead_end if lead_end >= 0 else first, nearest=False)
                if lead is not None:
                    return lead
        return self.actors.named(0, len(self.unit.heading) + 12)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A range of the plain text as offsets of the unit's text."""
        return self.text.origin(start), self.text.origin(max(start, end - 1)) + 1


def judge(
    unit: Unit,
    reading: Reading,
    title: str,
    rules: Sequence[Rule],
    settings: EngineSettings,
    find_terms: TermFinder,
) -> list[Sign]:
    """The signs of a procedure in one unit; empty when the unit sets none. `title` is the document's."""
    text = reading.plain
    hits = detect(reading, rules)
    if not _can_reach(hits, settings):
        return []
    view = _View(unit, text, hits, TermsByLine(find_terms, text.text), Actors(text.text, settings.actors))
    heading = shadow(unit.heading)
    named = settings.name_pattern.search(heading) is not None
    of_title = [
        prior for prior in _priors(shadow(title), settings.title_priors) if not (named and prior.unless_named)
    ]
    priors = [*_priors(heading, settings.heading_priors), *of_title]
    weigh(hits, text.text, settings.contexts, lambda start, end: view.names(PERSON, start, end))
    form = unit.provision.kind == "mau"  # a page of its own: what its document is about says little of it
    _drop_unsupported(
        view,
        not form and any(prior.decisive_only for prior in priors),
        any(prior.staff for prior in of_title),
    )
    score = _score(view.hits, settings) * _factor(priors)
    if score >= settings.article_threshold and _strong_finds(view.hits, settings) >= settings.min_finds:
        score *= _person_factor(view, settings)
        if score >= settings.article_threshold:
            return _signs(view, view.hits, score, settings, heading)
    title_factor = _factor(of_title)
    clause_factor = math.prod(prior.clause_factor for prior in priors)
    signs: list[Sign] = []
    for clause in unit.clauses:
        chosen = _within(view, clause)
        worth = _clause_score(view, clause, chosen, settings, title_factor) * clause_factor
        if worth >= settings.clause_threshold:
            signs += _signs(view, chosen, worth, settings, heading)
    return signs


def _can_reach(hits: Sequence[Hit], settings: EngineSettings) -> bool:
    """Whether the finds could carry the unit or a clause at all: most articles end here, before they are tokenised."""
    if any(hit.detector.alone for hit in hits):
        return True
    most = _score(hits, settings) * math.prod(
        max(1.0, *(prior.factor for prior in priors))
        for priors in (settings.heading_priors, settings.title_priors)
    )
    return most >= min(settings.article_threshold, settings.clause_threshold)


def _drop_unsupported(view: _View, decisive_only: bool, staff: bool) -> None:
    """Takes away finds without weight, and those that need a citizen, an organisation or another find and lack it."""
    found = {(hit.rule.id, hit.detector.id) for hit in view.hits}
    view.hits[:] = [
        hit
        for hit in view.hits
        if hit.score > 0
        and (not hit.detector.beside or (hit.rule.id, hit.detector.beside) in found)
        and (hit.detector.decisive or not decisive_only)
        and (not hit.detector.needs_person or view.names_outsider(*hit.sentence))
        and (not hit.detector.actor or (not staff and counts(hit.detector.actor, view.actor(hit))))
    ]


def _priors(text: str, priors: Sequence[Prior]) -> list[Prior]:
    return [prior for prior in priors if prior.pattern.search(text)]


def _factor(priors: Sequence[Prior]) -> float:
    """What heading and title make of a score: the strongest doubt, not the product of doubts that say the same."""
    factors = [prior.factor for prior in priors]
    return min([1.0, *factors]) * max([1.0, *factors])


def _best(hits: Iterable[Hit]) -> Mapping[str, list[float]]:
    """For each part (or group of evidence) what its detectors are worth, best first; a find counts once."""
    best: dict[str, dict[str, float]] = defaultdict(dict)
    for hit in hits:
        name, found = f"{hit.rule.id} {hit.detector.id}", best[hit.detector.group or hit.detector.parts[0]]
        found[name] = max(found.get(name, 0.0), hit.score)
    return {part: sorted(found.values(), reverse=True) for part, found in best.items()}


def _score(hits: Iterable[Hit], settings: EngineSettings) -> float:
    """The sum over parts of the best find and a share of the next two: filing and examining make a sequence."""
    return sum(values[0] + settings.second_factor * sum(values[1:3]) for values in _best(hits).values())


def _strong_finds(hits: Iterable[Hit], settings: EngineSettings) -> int:
    return sum(value >= settings.report_weight for values in _best(hits).values() for value in values)


def _person_factor(view: _View, settings: EngineSettings) -> float:
    ranges = [_range(view, clause) for clause in view.unit.clauses if _within(view, clause)]
    if any(view.names(PERSON, *place) for place in [*ranges, (0, len(view.unit.heading) + 12)]):
        return 1.0
    internal = any(view.names(INTERNAL, *place) for place in ranges)
    if not internal and any(view.names(REQUEST, *place) for place in ranges):
        return settings.request_factor
    return settings.no_person_factor * (settings.agencies_only_factor if internal else 1.0)


def _range(view: _View, clause: Clause) -> tuple[int, int]:
    """A clause's range in the plain text."""
    return view.text.index(clause.start - view.unit.start), view.text.index(clause.end - view.unit.start)


def _within(view: _View, clause: Clause) -> list[Hit]:
    low, high = _range(view, clause)
    return [hit for hit in view.hits if low <= hit.start < high]


def _clause_score(
    view: _View, clause: Clause, hits: Sequence[Hit], settings: EngineSettings, title_factor: float
) -> float:
    """What a clause is worth by itself; a find that may decide alone lifts it to the threshold."""
    score = _score(hits, settings)
    alone = {hit.detector.alone for hit in hits if hit.factor >= 1.0}
    if not alone & {"always", "person"} and score * title_factor < settings.clause_threshold:
        return 0.0  # whoever acts in the clause
    place = _range(view, clause)
    person, internal = view.names(PERSON, *place), view.names(INTERNAL, *place)
    if "always" in alone or ("person" in alone and not internal and view.names_outsider(*place)):
        return max(settings.clause_threshold, score)
    if person:
        factor = title_factor
    elif not internal and view.names(REQUEST, *place):
        factor = title_factor * settings.request_factor
    else:
        factor = title_factor * settings.no_clause_person_factor
    return score * (factor * settings.agencies_only_factor if internal else factor)


def _signs(
    view: _View, hits: Sequence[Hit], score: float, settings: EngineSettings, heading: str
) -> list[Sign]:
    confidence = _confidence(score, settings)
    name = view.unit.heading if settings.name_pattern.search(heading) else None
    groups: dict[tuple[str, str], list[Hit]] = defaultdict(list)
    for hit in hits:
        if hit.score >= settings.report_weight:
            groups[hit.rule.id, _place(view, hit).id].append(hit)
    places = {item.id: item for item in (view.unit.provision, *view.unit.inner)}
    return [
        _sign(view, group, places[place], confidence, name)
        for (_, place), group in _told_together(groups, places).items()
    ]


def _place(view: _View, hit: Hit) -> Provision:
    """The provision a find is told at: the innermost one; of a form the form, whose lines are blanks to fill in."""
    if view.unit.provision.kind == "mau":
        return view.unit.provision
    start, end = view.span(hit.start, hit.end)
    return view.unit.tightest(view.unit.start + start, view.unit.start + end)


def _told_together(
    groups: Mapping[tuple[str, str], list[Hit]], places: Mapping[str, Provision]
) -> Mapping[tuple[str, str], list[Hit]]:
    """The finds by rule and provision; what a rule finds in several points of one clause is told once, there."""
    below: dict[tuple[str, str], list[str]] = defaultdict(list)
    for rule, place in groups:
        if places[place].kind in _POINTS:
            below[rule, _clause_above(places[place], places).id].append(place)
    told: dict[tuple[str, str], list[Hit]] = defaultdict(list)
    for (rule, place), hits in groups.items():
        clause = _clause_above(places[place], places).id if places[place].kind in _POINTS else place
        told[rule, clause if len(below[rule, clause]) > 1 else place] += hits
    rules = Counter(rule for rule, _ in told)
    return {key: hits for key, hits in told.items() if rules[key[0]] == 1 or not _only_heading(hits)}


def _only_heading(hits: Iterable[Hit]) -> bool:
    """Whether nothing but the heading was found: it says nothing where the rule finds the article's words too."""
    return all(hit.detector.id == "heading" for hit in hits)


def _clause_above(place: Provision, places: Mapping[str, Provision]) -> Provision:
    while place.kind in _POINTS and (above := places.get(place.parent or "")) is not None:
        place = above
    return place


def _confidence(score: float, settings: EngineSettings) -> float:
    raw = 1 / (1 + math.exp(-settings.confidence_slope * (score - settings.confidence_middle)))
    return round(min(raw, settings.confidence_cap), 2)


def _sign(view: _View, hits: list[Hit], place: Provision, confidence: float, name: str | None) -> Sign:
    best = max(hits, key=lambda hit: (hit.score, -hit.start))
    first, last = best.sentence
    first = max(first, view.text.index(place.start - view.unit.start))
    last = min(last, view.text.index(place.end - view.unit.start))
    parts: list[ProcedurePart] = [part for hit in hits for part in hit.detector.parts]
    parts += ["co_quan"] if view.names(AGENCY, first, last) else []
    parts += ["ten"] if name else []
    words = [view.unit.text[slice(*view.span(hit.start, hit.end))] for hit in hits]
    actors = [
        view.text.text[term.start : term.end]
        for term in view.terms.within(first, last)
        if term.label == PERSON
    ]
    low, high = view.span(first, last)
    low, high = _trim(view.unit.text, low, high)
    return Sign(
        best.rule,
        view.unit,
        place,
        view.unit.start + low,
        view.unit.start + high,
        tuple(dict.fromkeys(" ".join(word.split()) for word in words)),
        tuple(dict.fromkeys(parts)),
        tuple(dict.fromkeys(actors)),
        bodies_in(view.unit.text[low:high]),
        confidence,
        name,
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
