"""Invented reports, as many as asked for: every one differs, and no event in them took place."""

from __future__ import annotations

import datetime
import random

TOWNS = ("Mopti", "Gao", "Koro", "Kidal", "Menaka", "Djibo", "Tillaberi", "Maiduguri", "Baidoa", "Bangui")
ACTORS = ("Gunmen on motorcycles", "Soldiers", "Al-Shabaab fighters", "Police", "Armed men", "Rebels")
ACTS = (
    "attacked a village near {town} on {day}, killing {number} people",
    "stormed a base outside {town} on {day}; {number} soldiers were killed",
    "arrested {number} protesters in {town} on {day}",
    "shelled the market of {town} on {day}, wounding at least {number} civilians",
    "withdrew from {town} on {day} after talks with elders",
)
SOURCES = ("the army said", "residents said", "a local official said", "according to the mayor", "a nurse said")
MORE = (
    "A spokesman for the group denied that it was involved.",
    "The governor fears that there will be more attacks in the coming weeks.",
    "It was the second such attack since January.",
    "“We heard shots until dawn,” one of the villagers said.",
    "Thousands fled to neighbouring towns, aid workers said.",
    "The government plans to send more troops to the area next month.",
)


def reports(count: int, seed: int = 9) -> list[dict[str, str | None]]:
    """Reports with ids, days of publication, and now and then a title."""
    random_of = random.Random(seed)
    pick = random_of.choice
    made: list[dict[str, str | None]] = []
    for number in range(count):
        day = datetime.date(2026, 1, 1) + datetime.timedelta(days=random_of.randrange(180))
        sentences = []
        for _ in range(random_of.randint(1, 3)):
            act = pick(ACTS).format(
                town=pick(TOWNS),
                day=(day - datetime.timedelta(days=random_of.randint(1, 4))).strftime("%A"),
                number=random_of.randint(2, 60),
            )
            sentences.append(f"{pick(ACTORS)} {act}, {pick(SOURCES)}.")
            sentences.append(pick(MORE))
        made.append(
            {
                "id": f"r{number}",
                "published": day.isoformat(),
                "title": f"Violence in the region – {number}" if number % 3 == 0 else None,
                "publisher": "Invented Wire",
                "text": " ".join(sentences),
            }
        )
    return made
