"""Who may walk the chain: everyone signed in, over the rows that they may see."""

from portal.access.policies import signed_in as may_walk

__all__ = ["may_walk"]
