"""Built-in questionnaires in all languages of the portal: feedback, transfer, exchange reports.

A coordinator copies one and edits it, or uses it unchanged. The questions follow docs/glossary.md
4: whether the training is useful and will change practice, not whether people liked it. In transfer surveys "no
occasion yet" is a separate answer.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _noop

from assessments.instruments import services
from assessments.instruments.models import Instrument, InstrumentVersion, Question
from assessments.instruments.xlsform.parsed_form import ChoiceRow, FormRows, QuestionRow
from assessments.instruments.xlsform.storage import replace_contents
from participants.accounts.models import User
from participants.organisations.models import Organisation

Type = Question.Type
USED, USES = "used", ("regularly", "sometimes", "once", "never", "no_occasion")


@dataclass(frozen=True)
class Item:
    """One question; `inside` names the earlier group that contains it."""

    type: str
    name: str
    label: str
    choices: str = ""
    relevant: str = ""
    hint: str = ""
    appearance: str = ""
    inside: str = ""
    required: bool = False
    constraint: str = ""


@dataclass(frozen=True)
class QuestionnaireTemplate:
    """A complete questionnaire; `offered` is its label in the list of templates."""

    kind: str
    offered: Any
    title: str
    introduction: str
    items: tuple[Item, ...]


def _steps(name: str, label: str, inside: str = "") -> Item:
    return Item(Type.SELECT_ONE, name, label, "agreement", appearance="likert", inside=inside)


def _words(name: str, label: str, relevant: str = "", hint: str = "", inside: str = "") -> Item:
    return Item(Type.TEXT, name, label, relevant=relevant, hint=hint, appearance="multiline", inside=inside)


LISTS: dict[str, tuple[tuple[str, str], ...]] = {
    "agreement": (
        ("1", _noop("Not at all")),
        ("2", _noop("Not really")),
        ("3", _noop("Partly")),
        ("4", _noop("Mostly")),
        ("5", _noop("Fully")),
    ),
    "level": (
        ("too_easy", _noop("Too easy")),
        ("right", _noop("About right")),
        ("too_hard", _noop("Too difficult")),
    ),
    "use": (
        ("regularly", _noop("Regularly")),
        ("sometimes", _noop("Sometimes")),
        ("once", _noop("Once")),
        ("never", _noop("Never, though I could have")),
        ("no_occasion", _noop("I have not had the opportunity yet")),
    ),
    "obstacles": (
        ("time", _noop("Lack of time")),
        ("law", _noop("The law or the rules of procedure")),
        ("superior", _noop("No support from superiors or colleagues")),
        ("equipment", _noop("Lack of equipment or staff")),
        ("case_mix", _noop("My cases do not call for it")),
        ("confidence", _noop("I do not feel confident enough about it yet")),
        ("none", _noop("Nothing prevents me")),
    ),
    "consent": (
        ("named", _noop("Yes, with my name")),
        ("unnamed", _noop("Yes, without my name")),
        ("no", _noop("No")),
    ),
    "confirmed": (
        ("yes", _noop("Yes, they have seen it")),
        ("could", _noop("They could, if asked")),
        ("no", _noop("No")),
    ),
}  # fmt: skip

_CHANGE = _words(
    "what_changes",
    _noop("What will you do differently?"),
    relevant="${will_change} >= 3",
    hint=_noop("Please do not name anyone: what you write is read exactly as you wrote it."),
)
_BETTER = _words("better", _noop("What should be better next time?"))

BUILTIN_TEMPLATES: dict[str, QuestionnaireTemplate] = {
    "session": QuestionnaireTemplate(
        Instrument.Kind.FEEDBACK,
        _("Standard questions after a session"),
        _noop("After the session"),
        _noop("Short questions to help make the next session better."),
        (
            _steps("useful", _noop("What I learned is useful in my work.")),
            _steps("will_change", _noop("I will do something differently because of it.")),
            _steps("clear", _noop("The teaching was clear.")),
            Item(Type.SELECT_ONE, "level", _noop("How did you find the level?"), "level"),
            _CHANGE,
            _BETTER,
        ),
    ),
    "course": QuestionnaireTemplate(
        Instrument.Kind.FEEDBACK,
        _("Standard questions after a course"),
        _noop("After the course"),
        _noop("How useful the course was to you, and what should be better."),
        (
            Item(Type.GROUP, "worth", _noop("How useful it was")),
            _steps("useful", _noop("What I learned is useful in my work."), "worth"),
            _steps("needed", _noop("It meets a need of my court."), "worth"),
            _steps("able", _noop("I feel able to use it."), "worth"),
            _steps("will_change", _noop("I will do something differently because of it."), "worth"),
            _words(
                "what_changes", _CHANGE.label, relevant=_CHANGE.relevant, hint=_CHANGE.hint, inside="worth"
            ),
            Item(Type.GROUP, "made", _noop("How it was delivered")),
            _steps("clear", _noop("The teaching was clear."), "made"),
            _steps("material", _noop("The materials will help me later."), "made"),
            _steps("language", _noop("I could follow and speak in a language I know well."), "made"),
            _steps("organised", _noop("It was well organised."), "made"),
            Item(Type.SELECT_ONE, "level", _noop("How did you find the level?"), "level", inside="made"),
            _words("better", _BETTER.label, inside="made"),
        ),
    ),
    "transfer": QuestionnaireTemplate(
        Instrument.Kind.TRANSFER,
        _("Standard questions some months after a course"),
        _noop("What you have used since"),
        _noop("We are not asking whether the course was good, but what has come of it in your court."),
        (
            Item(
                Type.SELECT_ONE,
                USED,
                _noop("Since the course, how often have you used what you learned?"),
                "use",
            ),
            _words(
                "example",
                _noop("What did you do? An example helps us most."),
                relevant="${used} = 'regularly' or ${used} = 'sometimes' or ${used} = 'once'",
                hint=_CHANGE.hint,
            ),
            _words(
                "changed",
                _noop("What has changed in your court because of it?"),
                relevant="${used} = 'regularly' or ${used} = 'sometimes' or ${used} = 'once'",
            ),
            Item(
                Type.SELECT_ONE,
                "confirmed",
                _noop("Would a superior or a colleague confirm it?"),
                "confirmed",
                relevant="${used} = 'regularly' or ${used} = 'sometimes'",
            ),
            Item(
                Type.SELECT_MULTIPLE,
                "obstacles",
                _noop("What prevents you from using more of it?"),
                "obstacles",
            ),
            _words("help", _noop("What would help you to use more of it?")),
        ),
    ),
    "exchange": QuestionnaireTemplate(
        Instrument.Kind.EXCHANGE,
        _("Standard questions for an exchange report"),
        _noop("Report on the exchange"),
        _noop("What you saw and what you learned, for the people who sent you and those who go next."),
        (
            Item(Type.GROUP, "visit", _noop("The visit")),
            Item(Type.TEXT, "host", _noop("Which court or institution hosted you?"), required=True, inside="visit"),
            Item(
                Type.INTEGER, "days", _noop("How many days were you there?"), required=True,
                constraint=". >= 1 and . <= 366", inside="visit",
            ),
            Item(Type.TEXT, "saw", _noop("What is done differently there compared with your court?"), required=True,
                 appearance="multiline", inside="visit"),
            _steps("useful", _noop("What I learned is useful in my work."), "visit"),
            Item(Type.GROUP, "home", _noop("After your return")),
            Item(Type.TEXT, "propose", _noop("What will you propose or change when you return?"), required=True,
                 appearance="multiline", inside="home"),
            _words("agree", _noop("Who has to agree to it?"), inside="home"),
            Item(Type.DATE, "by_when", _noop("When should it be done by?"), inside="home"),
            _words("hosts", _noop("What could your hosts do better for their next guests?"), inside="home"),
            Item(
                Type.SELECT_ONE,
                "consent",
                _noop("May we share this report with the people who go there next?"),
                "consent",
                required=True,
                inside="home",
            ),
        ),
    ),
}  # fmt: skip


@transaction.atomic
def create_from_template(
    *, builtin_template: str, owner: Organisation, title: str = "", by: User
) -> InstrumentVersion:
    """Create a draft with the questions of `BUILTIN_TEMPLATES[builtin_template]` in every language; `title` is
    for coordinators.
    """
    template = BUILTIN_TEMPLATES[builtin_template]
    version = services.create_instrument(
        owner=owner, title=title or _now(template.title), kind=template.kind, by=by
    )
    replace_contents(version=version, form=form_of(template), by=by)
    return version


@transaction.atomic
def get_frozen_version(*, builtin_template: str, owner: Organisation, by: User) -> InstrumentVersion:
    """The built-in questionnaire, frozen: one per owner, also when it is requested twice at once."""
    template = BUILTIN_TEMPLATES[builtin_template]
    instrument, created = Instrument.objects.get_or_create(
        owner=owner,
        builtin_template=builtin_template,
        defaults={"kind": template.kind, "title": template.title},
    )
    if not created:
        return instrument.versions.earliest("number")
    version = InstrumentVersion.objects.create(instrument=instrument, source_language="en")
    replace_contents(version=version, form=form_of(template), by=by)
    services.freeze(version)
    return version


def form_of(template: QuestionnaireTemplate) -> FormRows:
    """The questionnaire as a parsed form, in English with translations."""
    form = FormRows(source_language="en")
    index_of = {item.name: index for index, item in enumerate(template.items)}
    form.questions = [
        QuestionRow(
            row=index + 2,
            type=item.type,
            name=item.name,
            parent=index_of[item.inside] if item.inside else None,
            list_name=item.choices,
            expressions={
                "relevant": item.relevant,
                "required": "yes" if item.required else "",
                "constraint": item.constraint,
            },
            plain={"appearance": item.appearance} if item.appearance else {},
        )
        for index, item in enumerate(template.items)
    ]
    used = dict.fromkeys(item.choices for item in template.items if item.choices)
    form.lists = {
        name: [ChoiceRow(row=index + 2, name=code) for index, (code, _label) in enumerate(LISTS[name])]
        for name in used
    }
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            _fill(form, template, language)
    return form


def _fill(form: FormRows, template: QuestionnaireTemplate, language: str) -> None:
    form.texts[language] = (_now(template.title), _now(template.introduction))
    for row, item in zip(form.questions, template.items, strict=True):
        row.texts[language] = {"label": _now(item.label)} | ({"hint": _now(item.hint)} if item.hint else {})
    for name, rows in form.lists.items():
        for choice, (_code, label) in zip(rows, LISTS[name], strict=True):
            choice.labels[language] = _now(label)
