import os

from tests import access


def test_every_address_answers_every_role_as_the_matrix_says(db):
    found = access.World().answers()
    if os.environ.get("WRITE_PERMISSIONS"):
        access.write(found)

    wanted = access.written()

    assert sorted(found) == sorted(wanted), (
        "an address without a row in docs/permissions.csv, or a row without one"
    )
    differences = {
        name: dict(zip(access.ROLES, zip(wanted[name], found[name], strict=True), strict=True))
        for name in found
        if found[name] != wanted[name]
    }
    assert differences == {}
