from programs.learning.blueprint import BankQuestion, select_questions

BANK = [
    BankQuestion("1", competency=10, form="a", position=1),
    BankQuestion("2", competency=10, form="a", position=2),
    BankQuestion("3", competency=10, form="b", position=3),
    BankQuestion("4", competency=20, form="anchor", position=4),
    BankQuestion("5", competency=20, form="a", position=5),
    BankQuestion("6", competency=20, form="b", position=6),
    BankQuestion("7", competency=10, form="b", position=7),
]


def competencies(ids):
    return sorted(item.competency for item in BANK if item.id in ids)


def test_pre_and_post_tests_have_equal_numbers_per_competency_and_share_anchors():
    pre, post = (select_questions(BANK, phase=phase, items_per_competency=2) for phase in ("pre", "post"))

    assert competencies(pre) == competencies(post) == [10, 10, 20, 20]
    assert set(pre) & set(post) == {"4"}
