"""Questions of the open assessment other than ratings, one of most types, in French, Arabic and Russian."""

import random
from typing import Any

from assessments.collection.models import Response
from assessments.instruments import phrases, questions
from assessments.instruments.choice_lists import ChoiceLine
from assessments.instruments.models import InstrumentVersion, Question
from assessments.instruments.services import lock_draft
from participants.accounts.models import User

SENIORITY = [("new", "Moins de 5 ans"), ("settled", "De 5 à 15 ans"), ("senior", "Plus de 15 ans")]
TOOLS = [("filing", "Dépôt électronique"), ("video", "Audience par vidéo"), ("register", "Registre informatisé"),
         ("other", "Autre"), ("none", "Aucun")]  # fmt: skip
OBSTACLES = [
    ("time", "Le temps"),
    ("equipment", "Le matériel"),
    ("law", "Le droit en vigueur"),
    ("training", "La formation"),
]

DEVICES = [
    ("court", "Un ordinateur du tribunal"),
    ("own", "Mon propre ordinateur"),
    ("phone", "Mon téléphone"),
]
# Answers to the open questions, by language.
OTHER_TOOL = {"fr": "Messagerie du barreau", "ar": "مجموعة على الهاتف", "ru": "Мессенджер"}
OTHER_DEVICE = {"fr": "La tablette d’un collègue", "ar": "جهاز لوحي مشترك", "ru": "Общий планшет"}
WISHES = {
    "fr": [
        "Que le rôle, le dossier et la décision soient au même endroit.",
        "Une ligne que l’on peut appeler quand l’audience par vidéo s’arrête.",
    ],
    "ar": [
        "أن نتدرب على النظام قبل أن يصبح إلزاميا.",
        "أن تصلنا الملفات كاملة قبل الجلسة بأسبوع، لا في صباحها.",
    ],
    "ru": [
        "Чтобы в районных судах был такой же доступ, как в столице.",
        "Одна система вместо трёх, и чтобы подпись работала с первого раза.",
    ],
}

# key -> Arabic, Russian; the keys are those of the translation table.
TRANSLATIONS = {
    "q.you.label": ("عنكم", "О вас"),
    "q.seniority.label": ("منذ متى تعملون في القضاء؟", "Как давно вы работаете в суде?"),
    "q.tools.label": ("ما الأدوات الرقمية التي تستخدمونها؟", "Какими цифровыми средствами вы пользуетесь?"),
    "q.tools.hint": ("يمكن اختيار أكثر من إجابة.", "Можно выбрать несколько."),
    "q.tools_other.label": ("أي أداة أخرى؟", "Каким другим?"),
    "q.hearings.label": ("كم جلسة عقدتم عن بعد في الشهر الماضي؟", "Сколько заседаний вы провели дистанционно за последний месяц?"),
    "q.hearings.constraint_message": ("عدد بين 0 و200.", "Число от 0 до 200."),
    "q.obstacles.label": ("ما الذي يعيقكم؟ رتبوا من الأكبر إلى الأصغر.", "Что вам мешает? Расположите от большего к меньшему."),
    "q.agrees.label": ("يمكن اقتباس كلماتي دون اسمي.", "Мои слова можно приводить без имени."),
    "q.device.label": ("على أي جهاز تعملون غالبا؟", "На чём вы чаще всего работаете?"),
    "q.device_other.label": ("أي جهاز آخر؟", "На чём именно?"),
    "q.wish.label": ("ما الذي يساعدكم أكثر من غيره؟", "Что помогло бы вам больше всего?"),
    "q.wish.hint": ("بكلماتكم، دون أسماء أشخاص.", "Своими словами, без имён."),
    "c.device.court": ("حاسوب المحكمة", "Компьютер суда"),
    "c.device.own": ("حاسوبي الخاص", "Мой собственный компьютер"),
    "c.device.phone": ("هاتفي", "Мой телефон"),
    "c.device.other": ("غير ذلك", "Другое"),
    "c.seniority.new": ("أقل من 5 سنوات", "Менее 5 лет"),
    "c.seniority.settled": ("من 5 إلى 15 سنة", "От 5 до 15 лет"),
    "c.seniority.senior": ("أكثر من 15 سنة", "Более 15 лет"),
    "c.tools.filing": ("الإيداع الإلكتروني", "Электронная подача"),
    "c.tools.video": ("جلسات عن بعد", "Видеозаседания"),
    "c.tools.register": ("سجل محوسب", "Электронный реестр"),
    "c.tools.other": ("غير ذلك", "Другое"),
    "c.tools.none": ("لا شيء", "Никакими"),
    "c.obstacles.time": ("الوقت", "Время"),
    "c.obstacles.equipment": ("المعدات", "Оборудование"),
    "c.obstacles.law": ("القانون النافذ", "Действующее право"),
    "c.obstacles.training": ("التدريب", "Обучение"),
}  # fmt: skip


def write(version: InstrumentVersion, *, by: User) -> None:
    """Create and translate the questions."""

    def ask(kind: str, name: str, label: str, **fields: Any) -> Question:
        texts = {"label": label} | fields.pop("texts", {})
        return questions.add_question(
            version=version, kind=kind, name=name, texts=texts, rules=fields.pop("rules", {}), by=by, **fields
        )

    you = ask("group", "you", "À propos de vous")
    ask("select_one", "seniority", "Depuis combien de temps êtes-vous à la justice ?", parent=you, choices=_lines(SENIORITY),
        rules={"required": "yes", "appearance": "likert"})  # fmt: skip
    ask("select_multiple", "tools", "Quels outils numériques utilisez-vous ?", parent=you, choices=_lines(TOOLS),
        texts={"hint": "Plusieurs réponses sont possibles."})  # fmt: skip
    ask(
        "text",
        "tools_other",
        "Quel autre outil ?",
        parent=you,
        rules={"relevant": "selected(${tools}, 'other')"},
    )
    ask("integer", "hearings", "Combien d’audiences avez-vous tenues à distance le mois dernier ?", parent=you,
        rules={"relevant": "selected(${tools}, 'video')", "constraint": ". >= 0 and . <= 200"},
        texts={"constraint_message": "Un nombre de 0 à 200."})  # fmt: skip
    ask("rank", "obstacles", "Qu’est-ce qui vous freine ? Classez du plus au moins important.", parent=you,
        choices=_lines(OBSTACLES))  # fmt: skip
    device = ask(
        "select_one",
        "device",
        "Sur quoi travaillez-vous le plus souvent ?",
        parent=you,
        choices=_lines(DEVICES),
    )
    questions.add_other(question=device, texts={"fr": ("Autre", "Sur quoi d’autre ?")}, by=by)
    ask("text", "wish", "Qu’est-ce qui vous aiderait le plus ?", parent=you, rules={"appearance": "multiline"},
        texts={"hint": "Avec vos mots, sans noms de personnes."})  # fmt: skip
    ask("acknowledge", "agrees", "Mes mots peuvent être cités sans mon nom.", parent=you)
    for place, language in enumerate(("ar", "ru")):
        locked = lock_draft(version)
        phrases.write(
            locked, language, {key: translations[place] for key, translations in TRANSLATIONS.items()}
        )


def _lines(choices: list[tuple[str, str]]) -> list[ChoiceLine]:
    return [ChoiceLine(code, label, {}) for code, label in choices]


def sample_answers(response: Response, rng: random.Random) -> dict[str, str]:
    """Answers of one respondent: name -> canonical value, "" for none, following the skip logic."""
    language = response.language
    tools = rng.choice(["filing", "filing register", "video", "none", "filing video", "register other"])
    device = rng.choice(["court", "court", "own", "phone", "other"])
    return {
        "seniority": rng.choice(SENIORITY)[0],
        "tools": tools,
        "tools_other": OTHER_TOOL[language] if "other" in tools else "",
        "hearings": str(rng.randint(1, 24)) if "video" in tools else "",
        "obstacles": _ranked(rng),
        "device": device,
        "device_other": OTHER_DEVICE[language] if device == "other" else "",
        "wish": rng.choice(WISHES[language]) if rng.random() < 0.4 else "",
        "agrees": "OK" if rng.random() < 0.7 else "",
    }


def _ranked(rng: random.Random) -> str:
    codes = [code for code, _label in OBSTACLES]
    rng.shuffle(codes)
    return " ".join(codes)
