"""Invented names of people by region, in the scripts used there."""

import random

GIVEN = {
    "Pacific": ["Litia", "Seini", "Vasiti", "Tavita", "Mele", "Losalini", "Iosefa", "Elenoa", "Tiaoti", "Fetuao", "Josepha", "Pierre", "Sione", "Ana", "Peni", "Makereta"],
    "West Africa": ["Aïssatou", "Mamadou", "Fatou", "Kofi", "Ama", "Ousmane", "Adjoa", "Ibrahima", "Mariama", "Kwame", "Awa", "Cheikh", "Efua", "Moussa", "Ndeye", "Yaw"],
    "Latin America": ["María", "José", "Lucía", "Andrés", "Camila", "Julián", "Valentina", "Ñusta", "Rosa", "Diego", "Paola", "Martín", "Inés", "Tomás", "Elena", "Joaquín"],
    "Central Asia and Arab States": ["أمينة", "يوسف", "ليلى", "خالد", "مريم", "سامي", "Айгүл", "Нурлан", "Гүлнара", "Тимур", "Асель", "Данияр", "هدى", "عمر", "Айбек", "Жанна"],
}  # fmt: skip
FAMILY = {
    "Pacific": ["Vakaloma", "Rokotui", "Nadakuita", "Leaupe", "Kalsaka", "Tauvasi", "Qaraseva", "Boulekon", "Meredeth", "Tikodua", "Vainikol", "Reberou", "Lemalua", "Waqanivi"],
    "West Africa": ["Ndoure", "Diallau", "Sowane", "Mensahor", "Boatengo", "Traorou", "Konatey", "Asanteh", "Faleyi", "Gueyene", "Ouattaro", "Adomako", "Sarrane", "Touréa"],
    "Latin America": ["Quispeco", "Restrepal", "Mamaniz", "Ortegón", "Villamera", "Cárdenal", "Huamanca", "Echavarro", "Salgadez", "Pardoño", "Ríosco", "Benavil", "Zamoral", "Uribeña"],
    "Central Asia and Arab States": ["الحدادي", "بن سالمي", "القاسمين", "الزيتونين", "Садыкбек", "Токтоева", "Абдилова", "Касымбай", "المرابطين", "Жумагул", "Оморова", "Бекташ"],
}  # fmt: skip
FUNCTIONS = [
    "Judge",
    "Magistrate",
    "Judge of appeal",
    "Prosecutor",
    "Registrar",
    "Court clerk",
    "President of court",
]


def full_name(rng: random.Random, region: str, *, taken: frozenset[str] = frozenset()) -> str:
    """Return a name that is not in `taken`."""
    while (name := f"{rng.choice(GIVEN[region])} {rng.choice(FAMILY[region])}") in taken:
        pass
    return name
