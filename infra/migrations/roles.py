"""Letting our processes and the operators in: the roles that the migrations make get passwords."""

import os
from collections.abc import Mapping

import psycopg
from psycopg.conninfo import conninfo_to_dict

LOGINS = {"ST_POSTGRES_DSN": "st_app", "ST_POSTGRES_OPERATOR_DSN": "st_operator"}
"""Setting: the role that it must name."""


def let_in(connection: psycopg.Connection, environ: Mapping[str, str] = os.environ) -> None:
    """Let each role that a setting names log in with the password it names.

    The server sees the passwords hashed only. Raises `SystemExit` for a setting that names another
    role: the owner's, or a superuser's, would see every tenant.
    """
    for setting, role in LOGINS.items():
        dsn = environ.get(setting)
        if not dsn:
            continue
        named = conninfo_to_dict(dsn)
        if named.get("user") != role:
            raise SystemExit(
                f"{setting} names the role {named.get('user')!r}: it must be {role}, which sees "
                "only what row-level security lets it see"
            )
        made = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
        if made and named.get("password"):
            connection.execute(f"ALTER ROLE {role} LOGIN".encode())
            connection.pgconn.change_password(role.encode(), str(named["password"]).encode())
