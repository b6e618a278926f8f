"""The harness and the cast: people whom every test knows."""

from tests.harness import *  # noqa: F403
