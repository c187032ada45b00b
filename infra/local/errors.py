"""The one error that the local stack raises on purpose."""


class StackError(Exception):
    """Something a person can act on; the message says what happened and what to do next."""
