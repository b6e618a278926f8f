from hypothesis import given
from hypothesis import strategies as st

from programs.cohorts.seats import QuotaRule, Seats, WaitingReason, select_promotions, waiting_reason

FIJI, SAMOA, TONGA = 1, 2, 3


def test_nobody_gets_a_seat_in_a_full_cohort():
    assert waiting_reason(FIJI, Seats(2, seated={SAMOA: 2})) is WaitingReason.FULL


def test_a_jurisdiction_at_its_maximum_waits_although_seats_are_free():
    seats = Seats(10, {FIJI: QuotaRule(maximum=2)}, {FIJI: 2})

    assert waiting_reason(FIJI, seats) is WaitingReason.QUOTA_FULL
    assert waiting_reason(SAMOA, seats) is WaitingReason.NONE


def test_the_last_seats_are_reserved_for_a_jurisdiction_below_its_minimum():
    seats = Seats(4, {SAMOA: QuotaRule(minimum=2)}, {FIJI: 2})

    assert waiting_reason(FIJI, seats) is WaitingReason.RESERVED_FOR_OTHERS
    assert waiting_reason(SAMOA, seats) is WaitingReason.NONE


def test_an_application_that_a_quota_blocks_is_skipped():
    seats = Seats(3, {FIJI: QuotaRule(maximum=1)}, {FIJI: 1})

    assert select_promotions([FIJI, SAMOA, FIJI, TONGA], seats) == [1, 3]


jurisdictions = st.integers(1, 4)
rules = st.builds(
    lambda minimum, more: QuotaRule(minimum, None if more is None else minimum + more),
    st.integers(0, 3),
    st.one_of(st.none(), st.integers(0, 3)),
)


@given(st.integers(0, 12), st.dictionaries(jurisdictions, rules), st.lists(jurisdictions, max_size=25))
def test_promotions_fill_every_seat_within_capacity_and_quotas(capacity, quotas, waiting):
    promoted = select_promotions(waiting, Seats(capacity, quotas))

    seats = Seats(capacity, quotas)
    for index in promoted:
        seats = seats.with_one_more(waiting[index])
    assert len(set(promoted)) == len(promoted)
    assert seats.taken <= capacity
    assert all(
        rule.maximum is None or seats.seated.get(jurisdiction, 0) <= rule.maximum
        for jurisdiction, rule in quotas.items()
    )
    not_promoted = [waiting[index] for index in range(len(waiting)) if index not in promoted]
    assert all(waiting_reason(jurisdiction, seats) is not WaitingReason.NONE for jurisdiction in not_promoted)
