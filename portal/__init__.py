"""The site, and the tools that all apps share. The version of the whole portal is stated here only."""

__version__ = "0.1.0"
