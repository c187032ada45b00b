"""What a stage has read ahead of its handling, in order. Pure."""

from collections.abc import Iterable, Sequence

from streams.stage import Record


class Ahead:
    """Records that wait to be handled: as many as a batch holds, or as many bytes as allowed."""

    def __init__(self, batch_size: int, most_bytes: int) -> None:
        self._batch_size = batch_size
        self._most_bytes = most_bytes
        self._records: list[Record] = []
        self._alone = 0

    def __len__(self) -> int:
        return len(self._records)

    @property
    def room(self) -> int:
        """How many records more to read."""
        size = sum(len(record.value or b"") for record in self._records)
        return max(self._batch_size - len(self), 0) if size < self._most_bytes else 0

    def add(self, records: Iterable[Record]) -> None:
        """Records that were read."""
        self._records += records

    def take(self) -> list[Record]:
        """What to handle next: a batch, or one record."""
        count = 1 if self._alone else self._batch_size
        taken, self._records = self._records[:count], self._records[count:]
        self._alone = max(self._alone - len(taken), 0)
        return taken

    def one_by_one(self, records: Sequence[Record]) -> None:
        """Give a batch back. As many records as it may hold are taken alone from now on."""
        self._records = [*records, *self._records]
        self._alone = self._batch_size

    def drop(self, places: set[tuple[str, int]]) -> None:
        """Forget what is of these partitions."""
        self._records = [r for r in self._records if (r.topic, r.partition) not in places]
