"""Errors of the register of people, with messages for users."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class AddressTakenError(DomainError):
    code = "address_taken"
    field = "email"
    message = _("There is already a person with this email address.")


class LikelyDuplicateError(DomainError):
    """`message` names the people who are similar."""

    code = "likely_duplicate"
    field = "is_another_person"


class OwnAddressError(DomainError):
    code = "own_address"
    field = "email"
    message = _("This person has an account and changes the address there.")


class MergedPersonError(DomainError):
    code = "merged"
    message = _("This person has been merged into another one.")


class AffiliationExistsError(DomainError):
    code = "affiliation_exists"
    field = "organisation"
    message = _("This person already has this function at this organisation in these dates.")


class OutOfReachError(DomainError):
    code = "out_of_reach"
    field = "organisation"
    message = _("Choose an organisation for which you have a role.")
