"""Files are private: the rule of their owner decides who may download them, and downloads are recorded."""

import pytest
from django.core.files.storage import default_storage

from participants.accounts.models import RoleAssignment
from portal.files import registry, services
from portal.files.models import FileDownload, StoredFile
from tests.portal.people import administrator, person
from tests.stored_files import is_intact

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def owner(monkeypatch):
    """A row that owns files: here a role assignment, whose user may read them."""
    monkeypatch.setattr(registry, "_rules", {})
    registry.register(
        RoleAssignment, may_read=lambda user, role: user.is_authenticated and role.user_id == user.pk
    )
    return RoleAssignment.objects.create(user=person(), role="mentor")


def stored(owner, name="plan.pdf") -> StoredFile:
    return services.store(PDF, name=name, owner=owner, by=owner.user)


def test_a_file_is_stored_under_an_unguessable_name(owner):
    file = stored(owner, name="decision in re Smith.pdf")

    with services.open_stored(file) as content:
        assert content.read() == PDF
    assert (file.size, file.media_type, file.original_name) == (
        len(PDF),
        "application/pdf",
        "decision in re Smith.pdf",
    )
    assert "Smith" not in file.path
    assert len(file.path.rpartition("/")[2]) == 40
    assert is_intact(file)


def test_changed_and_lost_files_are_detected(owner):
    file = stored(owner)
    default_storage.delete(file.path)
    assert not is_intact(file)

    with default_storage.open(file.path, "wb") as other:
        other.write(b"%PDF-1.7 forged %%EOF")
    assert not is_intact(file)


def test_an_allowed_user_downloads_the_file_and_the_download_is_recorded(owner, client):
    file = stored(owner, name="خطة.pdf")
    client.force_login(owner.user)

    answer = client.get(f"/files/{file.public_id}")

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    recorded = FileDownload.objects.get()
    assert (recorded.file, recorded.user, bool(recorded.request_id)) == (file, owner.user, True)


def test_other_users_cannot_download_and_nothing_is_recorded(owner, client):
    file = stored(owner)

    assert client.get(f"/files/{file.public_id}").status_code == 302
    client.force_login(person("other@court.example"))
    assert client.get(f"/files/{file.public_id}").status_code == 403
    client.force_login(administrator())
    assert client.get(f"/files/{file.public_id}").status_code == 403
    assert not FileDownload.objects.exists()


def test_a_file_without_owner_or_rule_cannot_be_downloaded(owner, client, monkeypatch):
    file = stored(owner)
    client.force_login(owner.user)

    monkeypatch.setattr(registry, "_rules", {})
    assert client.get(f"/files/{file.public_id}").status_code == 403

    registry.register(RoleAssignment, may_read=lambda _user, _role: True)
    RoleAssignment.objects.filter(pk=owner.pk).delete()
    assert client.get(f"/files/{file.public_id}").status_code == 403


def test_the_media_folder_is_not_served(owner, client):
    file = stored(owner)

    for address in (f"/media/{file.path}", f"/static/{file.path}", f"/files/{file.path}"):
        assert client.get(address).status_code == 404
