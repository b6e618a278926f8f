"""Rules from what an identity provider says to roles."""

import pytest

from participants.sign_in.rules import Rule, RuleError, claims_of, matching, parse

ROLES = ("coordinator", "focal_point", "funder")


def test_rules_are_read_with_and_without_a_scope():
    assert parse(
        " groups:coords=coordinator ; groups:fj=focal_point@FJ; aud:a=b=funder@Fund: Pacific;", ROLES
    ) == [
        Rule("groups", "coords", "coordinator"),
        Rule("groups", "fj", "focal_point", "FJ"),
        Rule("aud", "a=b", "funder", "Fund: Pacific"),
    ]


@pytest.mark.parametrize(
    "text", ["coordinator", "groups=coordinator", ":x=coordinator", "groups:x=queen", "groups:x=funder"]
)
def test_a_rule_that_cannot_be_read_is_named(text):
    with pytest.raises(RuleError, match=text):
        parse(text, ROLES)


def test_a_claim_has_one_value_or_a_list():
    rules = parse("groups:a=coordinator; unit:b=focal_point", ROLES)

    assert matching(rules, {"groups": ["x", "a"], "unit": "b"}) == rules
    assert matching(rules, {"groups": "ab", "unit": None}) == []


def test_claims_of_the_id_token_and_of_the_user_information_are_one():
    extra = {"id_token": {"groups": ["a"], "sub": "1"}, "userinfo": {"sub": "1", "unit": "b"}}
    assert claims_of(extra) == {"groups": ["a"], "sub": "1", "unit": "b"}
    assert claims_of({"groups": ["a"]}) == {"groups": ["a"]}
