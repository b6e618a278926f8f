"""Who may read a stored file."""

from portal.access.users import AnyUser
from portal.files import registry
from portal.files.models import StoredFile


def may_read(user: AnyUser, file: StoredFile) -> bool:
    """Apply the rule registered for the owner's model; without owner or rule nobody may read the file."""
    model = file.owner_type.model_class()
    rule = registry.rule_for(model)
    if model is None or rule is None:
        return False
    owner = model._base_manager.filter(pk=file.owner_id).first()
    return owner is not None and rule(user, owner)
