"""A sample report with every block of the templates, in two languages."""

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from portal.documents.canvas import ChartStyle
from portal.documents.charts import BarItem, Change, Stage, bars, changes, funnel
from portal.documents.qr import qr_svg
from portal.documents.trends import Event, Panel, Series, cover_lines, lines, multiples

ADDRESS = "https://portal.example/reports/IR-2026-PAC"
QUARTERS = ["Q3 24", "Q4 24", "Q1 25", "Q2 25", "Q3 25", "Q4 25", "Q1 26", "Q2 26"]
REFORMING = [412, 414, 402, 377, 343, 318, 285, 268]
OTHERS = [404, 409, 401, 406, 398, 396, 391, 388]
WORDS = {
    "en": {
        "title": "Case-flow management in the Pacific",
        "section": "Results against the plan",
        "lead": "A civil case in nine courts now takes 268 days instead of 412.",
        "text": "Parties to civil cases in nine courts wait 144 days less than in 2024.",
        "label": "People certified",
        "withheld": "withheld",
        "state": "Close",
    },
    "ar": {
        "title": "إدارة سير الدعاوى في المحيط الهادئ",
        "section": "النتائج قياسًا إلى الخطة",
        "lead": "تستغرق الدعوى المدنية في تسع محاكم الآن ٢٦٨ يومًا بدلًا من ٤١٢.",
        "text": "ينتظر أطراف الدعاوى المدنية في تسع محاكم مئة وأربعة وأربعين يومًا أقل.",
        "label": "أشخاص حصلوا على الشهادة",
        "withheld": "محجوب",
        "state": "قريب",
    },
}


def sample(language: str = "en", *, rows: int = 12) -> str:
    """The report's HTML."""
    w = WORDS[language]
    report = {
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "title": w["title"],
        "issuer": "Network of Supreme and Regional Courts",
        "edition": "Impact report 2025–2026, edition 1",
        "created": "2026-11-02T00:00:00Z",
        "cover": _cover(w),
        "contents": {
            "title": w["section"],
            "key_title": w["label"],
            "keys": [
                (
                    {"icon": "ok", "label": w["state"], "text": w["text"]},
                    {"icon": "withheld", "label": w["withheld"], "text": w["text"]},
                )
            ],
        },
        "sections": [_section(w, language, number, rows) for number in range(1, 4)],
    }
    return render_to_string("documents/report/report.html", {"report": report})


def _cover(w: dict) -> dict:
    return {
        "running_title": w["title"],
        "site": "Judicial Training Portal",
        "kind": w["label"],
        "title": w["title"],
        "title_size": 0,
        "subtitle": w["text"],
        "art": mark_safe(cover_lines([REFORMING], [OTHERS], "Median days of two groups of courts")),  # noqa: S308
        "art_note": w["lead"],
        "facts": [((w["label"], "MFJ-2024-031"), (w["state"], "2025–2026"))],
        "approvals": [{"when": w["state"], "name": "Litia Vakaloloma", "office": w["label"]}],
        "qr_code": _qr_code(),
        "proof_title": "IR-2026-PAC",
        "proof_text": w["text"],
        "verify_url": ADDRESS,
        "verify_address": ADDRESS.removeprefix("https://"),
    }


def _qr_code() -> str:
    return mark_safe(qr_svg(ADDRESS, title="Address of this report"))  # noqa: S308


def _section(w: dict, language: str, number: int, rows: int) -> dict:
    state = {"icon": "half", "label": w["state"]}
    blocks = [
        {
            "template": "documents/report/_figures.html",
            "width": 20,
            "figures": [
                {"shown": "50", "label": w["label"], "note": "57", "state": state},
                {"shown": w["withheld"], "withheld": True, "label": w["label"], "note": "3", "state": None},
            ],
        },
        {
            "template": "documents/report/_text.html",
            "heading": w["label"],
            "paragraphs": [w["text"]] * 2,
            "points": [w["text"]] * 2,
            "side": {"big": "58%", "title": w["state"], "text": w["text"]},
        },
        _table(w, number, rows),
        *_drawings(w, language, number),
        {"template": "documents/report/_caution.html", "heading": w["state"], "paragraphs": [w["text"]]},
        {"template": "documents/report/_nothing.html", "label": w["withheld"], "text": w["text"]},
        _chain(w),
        {
            "template": "documents/report/_stamp.html",
            "qr_code": _qr_code(),
            "heading": w["label"],
            "text": w["text"],
            "verify_url": ADDRESS,
            "verify_address": ADDRESS,
            "paragraphs": [w["text"]],
        },
    ]
    return {
        "id": f"section-{number}",
        "number": number,
        "title": f"{w['section']} {number}",
        "lead": w["lead"],
        "note": w["text"],
        "blocks": blocks,
    }


def _table(w: dict, number: int, rows: int) -> dict:
    return {
        "template": "documents/report/_table.html",
        "id": f"t{number}",
        "number": f"Table {number}",
        "caption": w["lead"],
        "note": w["text"],
        "long": True,
        "columns": [
            {"label": w["label"], "width": 40},
            {"label": "n", "width": 20, "numeric": True},
            {"label": "%", "width": 20, "numeric": True},
            {"label": w["state"], "width": 20},
        ],
        "rows": [
            {"group": w["section"]},
            *[
                {
                    "cells": [
                        {"text": w["label"], "small": "2024", "header": True},
                        {"text": str(n), "numeric": True, "strong": True},
                        {"text": w["withheld"], "withheld": True, "numeric": True}
                        if n % 5 == 0
                        else {"text": f"{n}%", "numeric": True, "bar": n},
                        {"text": w["state"], "icon": "half"},
                    ]
                }
                for n in range(rows)
            ],
        ],
        "source": w["text"],
    }


def _drawings(w: dict, language: str, number: int) -> list[dict]:
    frame = ChartStyle(language=language, overlay=True)
    drawn = [
        lines(
            frame,
            w["lead"],
            QUARTERS,
            [Series(w["label"], REFORMING), Series(w["state"], OTHERS, strong=False)],
            target=250,
            target_label=w["state"],
            events=[Event(2, w["state"])],
        ),
        bars(frame, w["lead"], [BarItem(w["label"], 8.9, 7), BarItem(w["state"], None, None, w["withheld"])]),
        changes(frame, w["lead"], [Change(w["label"], 54, 82)], low=40, high=100),
        funnel(frame, w["lead"], [Stage(w["label"], 118), Stage(w["state"], 50)], share=lambda v: f"{v:.0%}"),
        multiples(frame, w["lead"], [Panel(w["label"], "Fiji", REFORMING, 250, 2.3)]),
    ]
    return [
        {
            "template": "documents/report/_drawing.html",
            "id": f"f{number}-{place}",
            "number": f"Figure {number}.{place}",
            "caption": w["lead"],
            "note": w["text"],
            "drawing": mark_safe(markup),  # noqa: S308
            "source": w["text"],
        }
        for place, markup in enumerate(drawn)
    ]


def _chain(w: dict) -> dict:
    icons = ["need", "module", "cohort", "reform", "milestone", "indicator"]
    return {
        "template": "documents/report/_chain.html",
        "steps": [
            {
                "joint": "documented" if place % 2 else "stated",
                "icon": icon,
                "stage": w["label"],
                "when": "2025",
                "title": w["section"],
                "text": w["text"],
                "big": "9",
                "how": w["label"],
                "state": {"icon": "half", "label": w["state"]},
                "evidence": w["text"],
                "verb": w["state"] if place < 5 else "",
            }
            for place, icon in enumerate(icons)
        ],
        "source": w["text"],
    }
