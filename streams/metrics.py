"""The catalogue of metrics: every name, what it counts, and for whom."""

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600)

# How long a stage computes on one task or batch: the first place to look when lag grows.
TASK_SECONDS = Histogram(
    "st_task_seconds", "Time to handle a task or batch", ["stage"], buckets=_SECONDS
)
# Tasks by outcome; dead are those that were given up, empty the messages without a value.
TASKS = Counter("st_tasks_total", "Tasks by outcome", ["stage", "outcome"])
OUTCOMES = ("done", "dead", "retried", "empty")
# Errors by class, each failed try once: divided by st_tasks_total they are the error rate.
ERRORS = Counter("st_errors_total", "Errors by class", ["stage", "error"])
# Messages behind the end of a partition: scale a group on this. Of GPU stages and sinks as seen
# after the last commit; of the agents as the broker says every few seconds, for a topic that two
# stages read of the slower one.
LAG = Gauge("st_consumer_lag", "Messages not yet consumed", ["stage", "topic", "partition"])
# 1 while a stage waits for something that is away.
WAITING = Gauge("st_waiting", "Whether the stage waits for something", ["stage"])
# How long loading and warming a model took.
MODEL_LOAD_SECONDS = Gauge("st_model_load_seconds", "Time to load and warm a model", ["model"])
# Time inside a model, without loading it: st_task_seconds less this is the system's own.
MODEL_SECONDS = Counter("st_model_seconds_total", "Time inside models", ["model"])
# GB of the card: the budget (0: no limit), declared by models, and taken by batches just now.
MEMORY = Gauge("st_memory_gb", "Memory of the card", ["what"])
# Items that a model takes at a time; it shrinks when memory runs out and grows again.
BATCH = Gauge("st_batch_size", "Items a model takes at a time", ["model"])
# How often a model ran out of memory: often means that the budget is too large, or another's.
OUT_OF_MEMORY = Counter("st_out_of_memory_total", "Times memory ran out", ["model"])
# Events of transcripts that were erased, that were not handled, or not published.
ERASED = Counter("st_erased_events_total", "Events of erased transcripts", ["topic", "outcome"])
# Duration of a phase's task by phase; the phases are those of transcript.progress.
PHASE_SECONDS = Histogram("st_phase_seconds", "Duration by phase", ["phase"], buckets=_SECONDS)
# Language model calls by outcome: ok, error (a late answer too), refused (no budget, or left alone
# after failures).
LLM_CALLS = Counter("st_llm_calls_total", "Language model calls", ["purpose", "outcome"])
# Documents' metadata by where it was found: memory, store, or miss (asked anew). The hit rate is
# what was found divided by all.
LLM_CACHE = Counter("st_llm_cache_total", "Metadata lookups", ["found"])
# Words of the language model that the guard of the clean-up refused, by reason: replaced, added,
# dropped, another_text, lines (not as many lines as were asked about).
GUARD_REFUSALS = Counter(
    "st_guard_refusals_total", "Changes refused by the clean-up guard", ["reason"]
)
