"""Who may walk the chain: everyone signed in, over the rows that they may see."""

from portal.access.policies import may_view_chain as may_walk

__all__ = ["may_walk"]
