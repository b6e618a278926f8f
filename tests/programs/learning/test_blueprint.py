from programs.learning.blueprint import PoolItem, draw

POOL = [
    PoolItem("1", competency=10, form="a", position=1),
    PoolItem("2", competency=10, form="a", position=2),
    PoolItem("3", competency=10, form="b", position=3),
    PoolItem("4", competency=20, form="anchor", position=4),
    PoolItem("5", competency=20, form="a", position=5),
    PoolItem("6", competency=20, form="b", position=6),
    PoolItem("7", competency=10, form="b", position=7),
]


def competencies(ids):
    return sorted(item.competency for item in POOL if item.id in ids)


def test_before_and_after_ask_the_same_number_for_each_competency_in_other_words():
    pre, post = (draw(POOL, phase=phase, items_a_competency=2) for phase in ("pre", "post"))

    assert competencies(pre) == competencies(post) == [10, 10, 20, 20]
    assert set(pre) & set(post) == {"4"}
