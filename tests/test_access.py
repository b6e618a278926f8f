import os

from tests import access


def test_every_url_has_the_status_of_the_permission_matrix_for_every_role(db):
    statuses = access.DemoSite().answers()
    if os.environ.get("WRITE_PERMISSIONS"):
        access.write(statuses)

    wanted = access.written()

    assert sorted(statuses) == sorted(wanted), (
        "a URL without a row in docs/permissions.csv, or a row without a URL"
    )
    differences = {
        name: dict(zip(access.ROLES, zip(wanted[name], statuses[name], strict=True), strict=True))
        for name in statuses
        if statuses[name] != wanted[name]
    }
    assert differences == {}
