"""The base of every model that appears in a URL: internal id, public id, creation and update time."""

import uuid

from django.db import models


class PublicModel(models.Model):
    """`id` for joins; `public_id` (UUID4) for every URL, page and API; times in UTC."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
