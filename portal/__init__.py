"""The site and the tools that no app owns. The version of the whole portal is stated here and nowhere else."""

__version__ = "0.1.0"
