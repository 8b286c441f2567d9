"""Briefs of one to five words in English and German, for the bench of Brand match.

Each is language, text and the niches that a person would call on topic, most often one. Both lists
were written before anybody looked at what the demo's texts say: `CHOICE` is what settings are
chosen on, `HELD_OUT` is what is reported.
"""

from __future__ import annotations

from typing import NamedTuple


class ShortBrief(NamedTuple):
    """Attributes:
    language: 'en' or 'de'.
    text: as somebody would type it.
    niches: planted niches that count as on topic.
    """

    language: str
    text: str
    niches: tuple[str, ...]


def _briefs(*rows: tuple[str, str, str]) -> tuple[ShortBrief, ...]:
    return tuple(ShortBrief(language, text, tuple(of.split())) for language, text, of in rows)


CHOICE = _briefs(
    ("en", "resistance bands", "fitness"),
    ("en", "gym membership", "fitness"),
    ("de", "Eiweißpulver", "fitness"),
    ("de", "Sport-Leggings", "fitness fashion"),
    ("en", "dog treats", "pets"),
    ("en", "aquarium supplies", "pets"),
    ("de", "Hundefutter", "pets"),
    ("de", "Kratzbaum für Katzen", "pets"),
    ("en", "budgeting app", "finance"),
    ("en", "car insurance", "finance cars"),
    ("de", "Geld anlegen", "finance"),
    ("de", "Kreditkarte ohne Gebühren", "finance"),
    ("en", "reusable bottles", "sustainability"),
    ("en", "solar power at home", "sustainability home tech"),
    ("de", "klimaneutrale Verpackung", "sustainability"),
    ("de", "weniger Müll", "sustainability"),
    ("en", "used cars", "cars"),
    ("en", "motorbike helmets", "cars"),
    ("de", "Felgen", "cars"),
    ("de", "Elektroauto leasen", "cars"),
    ("en", "specialty coffee for the office", "food"),
    ("en", "olive oil", "food"),
    ("de", "Schokolade", "food"),
    ("de", "Gewürze zum Grillen", "food"),
    ("en", "garden furniture", "home"),
    ("en", "kitchen renovation", "home"),
    ("de", "Teppiche", "home"),
    ("de", "Möbel für kleine Wohnungen", "home"),
    ("en", "perfume", "beauty"),
    ("en", "anti-aging serum", "beauty"),
    ("de", "Lidschatten", "beauty"),
    ("de", "Haarpflege", "beauty"),
    ("en", "pregnancy vitamins", "parenting"),
    ("en", "cots and cribs", "parenting"),
    ("de", "Babynahrung", "parenting"),
    ("de", "Spielzeug", "parenting"),
    ("en", "sneakers", "fashion"),
    ("en", "silk scarves", "fashion"),
    ("de", "Schmuck", "fashion"),
    ("de", "Winterjacken für Herren", "fashion"),
    ("en", "hotel in Lisbon", "travel"),
    ("en", "guided tours of the Alps", "travel"),
    ("de", "Flugreisen", "travel"),
    ("de", "Wohnmobil mieten", "travel cars"),
    ("en", "streaming PC", "gaming tech"),
    ("en", "mobile puzzle game", "gaming"),
    ("de", "Gaming-Stuhl", "gaming"),
    ("de", "Rollenspiele", "gaming"),
    ("en", "smart home devices", "tech home"),
    ("en", "phone cases", "tech"),
    ("de", "Softwareentwicklung", "tech"),
    ("de", "Tablets zum Zeichnen", "tech"),
    ("en", "poetry", "books"),
    ("en", "e-reader", "books tech"),
    ("de", "Krimis", "books"),
    ("de", "Lesezeichen", "books"),
    ("en", "synthesizers", "music"),
    ("en", "music festival", "music"),
    ("de", "Schlagzeug", "music"),
    ("de", "Gesangsunterricht", "music"),
)

HELD_OUT = _briefs(
    ("en", "yoga mats", "fitness"),
    ("en", "protein shakes for runners", "fitness"),
    ("de", "Hanteln für zu Hause", "fitness"),
    ("de", "Laufschuhe", "fitness"),
    ("en", "grain-free cat food", "pets"),
    ("en", "puppy training", "pets"),
    ("de", "Hundeleine", "pets"),
    ("de", "Katzenstreu ohne Staub", "pets"),
    ("en", "retirement savings plan", "finance"),
    ("en", "stock trading app", "finance"),
    ("de", "Girokonto für Studenten", "finance"),
    ("de", "Aktien und ETFs", "finance"),
    ("en", "zero waste bathroom", "sustainability"),
    ("en", "refillable cleaning products", "sustainability"),
    ("de", "unverpackt einkaufen", "sustainability"),
    ("de", "nachhaltige Alltagsprodukte", "sustainability"),
    ("en", "winter tyres", "cars"),
    ("en", "electric car charger", "cars"),
    ("de", "Autopflege", "cars"),
    ("de", "Motoröl", "cars"),
    ("en", "hot sauce", "food"),
    ("en", "vegan ready meals", "food"),
    ("de", "Bio-Nudeln", "food"),
    ("de", "Backmischung für Brot", "food"),
    ("en", "scandinavian sofas", "home"),
    ("en", "candles for living rooms", "home"),
    ("de", "Bettwäsche aus Leinen", "home"),
    ("de", "Wandfarbe", "home"),
    ("en", "vegan lipstick", "beauty"),
    ("en", "sunscreen", "beauty"),
    ("de", "Nagellack", "beauty"),
    ("de", "Shampoo gegen Schuppen", "beauty"),
    ("en", "baby carrier", "parenting"),
    ("en", "wooden toys for toddlers", "parenting"),
    ("de", "Kinderwagen", "parenting"),
    ("de", "Windeln", "parenting"),
    ("en", "denim jackets", "fashion"),
    ("en", "summer dresses", "fashion"),
    ("de", "Handtaschen aus Leder", "fashion"),
    ("de", "Damenmode", "fashion"),
    ("en", "city breaks", "travel"),
    ("en", "carry-on luggage", "travel"),
    ("de", "Ferienwohnungen an der Ostsee", "travel"),
    ("de", "Campingurlaub", "travel"),
    ("en", "gaming mouse", "gaming"),
    ("en", "indie console games", "gaming"),
    ("de", "Spielekonsole", "gaming"),
    ("de", "E-Sport-Turnier", "gaming"),
    ("en", "smartphone camera", "tech"),
    ("en", "noise-cancelling headphones", "tech music"),
    ("de", "Laptop für Programmierer", "tech"),
    ("de", "Smartwatch", "tech"),
    ("en", "crime novels", "books"),
    ("en", "audiobook subscription", "books"),
    ("de", "Fantasyromane", "books"),
    ("de", "Buchhandlung", "books"),
    ("en", "guitar strings", "music"),
    ("en", "vinyl records", "music"),
    ("de", "Konzertkarten", "music"),
    ("de", "Klavier lernen", "music"),
)
