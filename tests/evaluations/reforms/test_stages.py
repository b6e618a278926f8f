import pytest

from evaluations.reforms.stages import is_allowed_transition


@pytest.mark.parametrize(
    ("now", "to", "reached", "allowed"),
    [
        ("proposed", "endorsed", (), True),
        ("endorsed", "adopted", (), True),
        ("adopted", "endorsed", (), False),
        ("adopted", "adopted", (), False),
        ("practised", "paused", (), True),
        ("paused", "in_force", ("proposed", "adopted"), True),
        ("paused", "endorsed", ("proposed", "adopted"), False),
        ("withdrawn", "proposed", (), False),
    ],
)
def test_a_plan_moves_forward_pauses_and_resumes(now, to, reached, allowed):
    assert is_allowed_transition(now, to, reached=reached) is allowed
