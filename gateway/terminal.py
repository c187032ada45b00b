"""Where commands write: results to one, what goes wrong to the other."""

from rich.console import Console

console = Console()
errors = Console(stderr=True, soft_wrap=True)
