"""Who may view a results chain: everyone signed in. The chain shows the rows that they may see."""

from portal.access.policies import is_signed_in as may_view_chain

__all__ = ["may_view_chain"]
