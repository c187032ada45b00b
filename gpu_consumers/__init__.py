"""Stages that run models."""

import os

# pyannote would tell its makers of every model that is loaded.
os.environ.setdefault("PYANNOTE_METRICS_ENABLED", "false")
