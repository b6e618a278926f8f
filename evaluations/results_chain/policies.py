"""Permissions on results chains: everyone signed in may view one; it shows only rows that they may see."""

from portal.access.policies import is_signed_in as may_view_chain

__all__ = ["may_view_chain"]
