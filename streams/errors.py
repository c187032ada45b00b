"""The errors of the system: one root, and four kinds that say what happens next."""


class SmartTranscriptionError(Exception):
    """Root of all our errors. The message is for people: what is wrong and what to do."""


class PoisonError(SmartTranscriptionError):
    """The input can never be processed: it goes to the dead letters at once."""


class TransientError(SmartTranscriptionError):
    """Something we need is away: wait for it and try again, without counting attempts."""


class TakenError(TransientError):
    """Another worker is at the same task: wait for it, and look again in a moment."""


class FatalError(SmartTranscriptionError):
    """This process cannot work: it ends, and its supervisor starts another."""


class ErasedError(SmartTranscriptionError):
    """What an event tells of was erased: the event is passed over, and counted."""


# As torch, CTranslate2 and ONNX Runtime say it, each by an error of its own; the last is how
# CTranslate2 says it every other time on a card (make bench NAME=gpu).
_RAN_OUT = (
    "out of memory",
    "allocate memory",
    "bad allocation",
    "alloc_failed",
    "parallel_for failed: cudaerrorinvaliddevice",
)


def ran_out(error: BaseException) -> bool:
    """Whether an error of whichever library says that memory ran out."""
    said = str(error).lower()
    return isinstance(error, MemoryError) or any(words in said for words in _RAN_OUT)
