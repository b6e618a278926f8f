"""Twelve jurisdictions in four regions, their courts, and other organisations. All organisations are invented."""

from dataclasses import dataclass, field

from participants.organisations.models import Court, Jurisdiction, Organisation

ROWS = [
    # code, name, kind, country, region, traditions, languages, time zone, small
    ("FJ", "Fiji", "national", "FJ", "Pacific", ["common", "customary"], ["en"], "Pacific/Fiji", True),
    ("WS", "Samoa", "national", "WS", "Pacific", ["common", "customary"], ["en"], "Pacific/Apia", True),
    ("VU", "Vanuatu", "national", "VU", "Pacific", ["mixed"], ["en", "fr"], "Pacific/Efate", True),
    ("US-HI", "Hawaiʻi", "federal_unit", "US", "Pacific", ["common"], ["en"], "Pacific/Honolulu", False),
    ("SN", "Senegal", "national", "SN", "West Africa", ["civil"], ["fr"], "Africa/Dakar", False),
    ("GH", "Ghana", "national", "GH", "West Africa", ["common", "customary"], ["en"], "Africa/Accra", False),
    ("CI", "Côte d’Ivoire", "national", "CI", "West Africa", ["civil"], ["fr"], "Africa/Abidjan", False),
    ("CO", "Colombia", "national", "CO", "Latin America", ["civil"], ["es"], "America/Bogota", False),
    ("PE", "Peru", "national", "PE", "Latin America", ["civil"], ["es"], "America/Lima", False),
    ("KG", "Kyrgyzstan", "national", "KG", "Central Asia and Arab States", ["civil"], ["ru"], "Asia/Bishkek", False),
    ("TN", "Tunisia", "national", "TN", "Central Asia and Arab States", ["civil", "islamic"], ["ar", "fr"], "Africa/Tunis", False),
    ("MO", "Macao", "territory", "MO", "Central Asia and Arab States", ["civil"], ["zh-hans"], "Asia/Macau", True),
]  # fmt: skip
COURTS = {
    "FJ": [("High Court, Suva", "first"), ("Magistrates’ Court, Lautoka", "first"), ("Court of Appeal, Suva", "appeal")],
    "WS": [("Supreme Court, Apia", "first"), ("District Court, Apia", "first")],
    "VU": [("Supreme Court, Port Vila", "first"), ("Magistrates’ Court, Luganville", "first")],
    "US-HI": [],
    "SN": [("Tribunal de grande instance, Dakar", "first"), ("Cour d’appel, Dakar", "appeal")],
    "GH": [("High Court, Accra", "first"), ("Circuit Court, Kumasi", "first")],
    "CI": [("Tribunal de première instance, Abidjan", "first")],
    "CO": [("Juzgado civil, Bogotá", "first"), ("Tribunal superior, Medellín", "appeal")],
    "PE": [("Corte superior, Lima", "appeal"), ("Juzgado mixto, Cusco", "first")],
    "KG": [("Первомайский районный суд, Бишкек", "first"), ("Ошский областной суд", "appeal")],
    "TN": [("المحكمة الابتدائية بتونس", "first"), ("محكمة الاستئناف بصفاقس", "appeal")],
    "MO": [("初级法院", "first")],
}  # fmt: skip
BODIES = [
    # key, name, kind, jurisdiction
    ("network", "Network of Supreme and Regional Courts", "network", None),
    ("agency", "International Judicial Training Agency", "training_institute", None),
    ("pacific-institute", "Pacific Institute of Judicial Training", "training_institute", "FJ"),
    ("dakar-centre", "Centre de formation judiciaire, Dakar", "training_institute", "SN"),
    ("lima-academy", "Academia de la Magistratura, Lima", "training_institute", "PE"),
    ("justice-fund", "Justice Cooperation Fund", "funder", None),
    ("northern-ministry", "Northern Ministry of Development", "funder", None),
    ("fj-bar", "Fiji Bar", "bar", "FJ"),
    ("fj-ministry", "Ministry of Justice, Fiji", "ministry", "FJ"),
    ("fj-oversight", "Judicial Service Commission, Fiji", "oversight", "FJ"),
    ("courtwatch", "Court Watch Pacific", "civil_society", "FJ"),
]


@dataclass
class Institutions:
    """Rows by their short keys."""

    jurisdictions: dict[str, Jurisdiction] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    courts: dict[str, list[Court]] = field(default_factory=dict)


def build() -> Institutions:
    institutions = Institutions()
    for code, name, kind, country, region, traditions, languages, zone, small in ROWS:
        institutions.jurisdictions[code] = Jurisdiction.objects.create(
            code=code, name=name, kind=kind, country=country, region=region, legal_traditions=traditions,
            languages=languages, timezone=zone, is_small_state=small,
        )  # fmt: skip
    for key, name, kind, home in BODIES:
        institutions.organisations[key] = Organisation.objects.create(
            name=name, kind=kind, jurisdiction=institutions.jurisdictions.get(home or "")
        )
    for code, courts in COURTS.items():
        institutions.courts[code] = [
            Court.objects.create(
                organisation=Organisation.objects.create(
                    name=name, kind=Organisation.Kind.COURT, jurisdiction=institutions.jurisdictions[code]
                ),
                level=level,
            )
            for name, level in courts
        ]
    return institutions
