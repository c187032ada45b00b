"""The broker and the registry: fetched by Maven once, checked, unpacked.

Each file is compared with `artefacts.sha256` before anything runs it. The stamp is written last, so
an interrupted installation is begun again rather than believed.

`python -m infra.local.artefacts --lock` writes the checksums anew after a change of version.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

from infra.local.errors import StackError
from infra.local.files import write_atomically

HERE = Path(__file__).parent
POM = HERE / "pom.xml"
CHECKSUMS = HERE / "artefacts.sha256"


def kafka_jars(folder: Path) -> Path:
    return folder / "kafka"


def registry_app(folder: Path) -> Path:
    return folder / "registry"


def ensure(folder: Path, tell: Callable[[str], None]) -> None:
    """Install what is missing under `folder`; done in no time when it is there already."""
    stamp = folder / "installed"
    wanted = _digest(POM) + _digest(CHECKSUMS)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    tell("fetching Apache Kafka and the schema registry with Maven (about 200 MB, once)")
    fetched = _fetch(folder)
    (folder / "trained").unlink(missing_ok=True)
    verify(fetched)
    _unpack(fetched / "registry", registry_app(folder))
    shutil.rmtree(kafka_jars(folder), ignore_errors=True)
    (fetched / "kafka").rename(kafka_jars(folder))
    shutil.rmtree(fetched)
    write_atomically(stamp, wanted)


def _fetch(folder: Path) -> Path:
    maven = shutil.which("mvn")
    if maven is None:
        raise StackError("Maven (mvn) is missing; install it with: apt-get install maven")
    fetched = folder / "fetched"
    shutil.rmtree(fetched, ignore_errors=True)
    fetched.mkdir(parents=True)
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"
    common = [maven, "-q", "-B", "-ntp", "-f", str(POM)]
    jars = [f"{plugin}:copy-dependencies", "-DincludeScope=runtime"]
    _maven([*common, *jars, f"-DoutputDirectory={fetched / 'kafka'}"])
    _maven([*common, f"{plugin}:copy", f"-DoutputDirectory={fetched / 'registry'}"])
    return fetched


def _maven(argv: list[str]) -> None:
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise StackError(f"Maven could not fetch what the local stack needs; it said:\n{last}")


def verify(fetched: Path) -> None:
    expected = dict(line.split()[::-1] for line in CHECKSUMS.read_text().splitlines())
    found = _checksums(fetched)
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            raise StackError(
                f"{name} is not the file that {CHECKSUMS.name} names: fetched "
                f"{found.get(name, 'nothing')}, expected {expected.get(name, 'nothing')}"
            )


def _unpack(source: Path, target: Path) -> None:
    (archive,) = source.glob("*.tar.gz")
    unpacked = source / "unpacked"
    with tarfile.open(archive) as tar:
        tar.extractall(unpacked, filter="data")
    (start,) = unpacked.rglob("quarkus-run.jar")
    shutil.rmtree(target, ignore_errors=True)
    start.parent.rename(target)


def _checksums(fetched: Path) -> dict[str, str]:
    files = sorted(path for path in fetched.glob("*/*") if path.is_file())
    return {path.relative_to(fetched).as_posix(): _digest(path) for path in files}


def _digest(path: Path) -> str:
    if not path.exists():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _lock() -> None:
    fetched = _fetch(HERE.parents[1] / ".local" / "artefacts")
    lines = [f"{digest}  {name}\n" for name, digest in _checksums(fetched).items()]
    write_atomically(CHECKSUMS, "".join(lines))
    shutil.rmtree(fetched)


if __name__ == "__main__":
    if sys.argv[1:] != ["--lock"]:
        sys.exit("usage: python -m infra.local.artefacts --lock")
    _lock()
