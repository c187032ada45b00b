"""Where everything of the local stack lies.

What is installed (jars, converted models) is the same for every stack of a clone and never changes
once it is there, so it is shared. What is written at run time belongs to one stack, so that a test
can have a stack of its own beside the one a person is using.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.local.errors import StackError

PROJECT = Path(__file__).resolve().parents[2]
HOME = PROJECT / ".local"


@dataclass(frozen=True)
class Layout:
    """The folders of one stack. `root` may be removed whenever the stack is down."""

    root: Path
    home: Path = HOME

    @classmethod
    def default(cls, environ: Mapping[str, str] = os.environ) -> "Layout":
        """The clone's own stack, or the one that ST_LOCAL_DIR names."""
        named = environ.get("ST_LOCAL_DIR")
        return cls(Path(named).expanduser().resolve() if named else HOME)

    @property
    def artefacts(self) -> Path:
        return self.home / "artefacts"

    @property
    def models(self) -> Path:
        return self.home / "models"

    @property
    def kafka(self) -> Path:
        return self.root / "kafka"

    @property
    def registry(self) -> Path:
        return self.root / "registry"

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def qdrant(self) -> Path:
        return self.root / "qdrant"

    @property
    def llm(self) -> Path:
        return self.root / "llm"

    @property
    def objects(self) -> Path:
        return self.root / "objects"

    @property
    def seal_key(self) -> Path:
        return self.root / "seal.key"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def env_file(self) -> Path:
        return self.root / "env"

    def create(self) -> None:
        """Make the folders that the supervisor itself writes to.

        Raises `StackError` where they cannot be.
        """
        for folder in (self.root, self.logs, self.run, self.objects, self.home):
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StackError(f"no stack can lie there: {error}; see ST_LOCAL_DIR") from error
