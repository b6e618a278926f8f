"""Serializers of question results for any collection. Values withheld on the page are withheld here too."""

from typing import Any

from rest_framework import serializers

from assessments.analysis.question_results import QuestionResult


class OtherChoiceSerializer(serializers.Serializer[Any]):
    """One choice: how many people made it, or its mean rank; null when withheld."""

    choice = serializers.CharField()
    words = serializers.CharField()
    people = serializers.IntegerField(allow_null=True)
    mean_place = serializers.DecimalField(max_digits=8, decimal_places=4, allow_null=True)


class OtherQuestionSerializer(serializers.Serializer[Any]):
    """One question over all groups. `people` answered it; `reason` is `suppressed` when nothing can be
    published.
    """

    question = serializers.CharField()
    words = serializers.CharField()
    type = serializers.CharField()
    people = serializers.IntegerField(allow_null=True)
    choices = OtherChoiceSerializer(many=True)
    lower_quartile = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True)
    median = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True)
    upper_quartile = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True)
    mean = serializers.DecimalField(max_digits=20, decimal_places=4, allow_null=True)
    reason = serializers.CharField()


def row_of(line: QuestionResult) -> dict[str, Any]:
    middle = line.summary
    return {
        "question": line.question.name,
        "words": line.text,
        "type": line.question.type,
        "people": line.people,
        "choices": _choices(line),
        "lower_quartile": middle and middle.lower,
        "median": middle and middle.median,
        "upper_quartile": middle and middle.upper,
        "mean": middle.mean if middle else line.mean,
        "reason": "suppressed" if line.is_withheld and line.people != 0 else "" if line.people else "no_data",
    }


def _choices(line: QuestionResult) -> list[dict[str, Any]]:
    code_of = {label: code for code, label in line.question.options}
    counted = [
        (code, label, people, None)
        for code, (label, people, _width) in zip(line.codes, line.bars or (), strict=False)
    ]
    placed = [(code_of.get(label, label), label, None, rank) for label, rank in line.mean_ranks or ()]
    return [
        {"choice": code, "words": label, "people": people, "mean_place": rank}
        for code, label, people, rank in (*counted, *placed)
    ]
