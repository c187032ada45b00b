"""One part of the benchmark `gpu` in this process: its rows as a line of JSON."""

import json
import sys
import warnings
from dataclasses import asdict

from benchmarks.gpu_models import made, out_of_memory, recognition, voices
from benchmarks.gpu_trial import Trial
from benchmarks.gpu_whole import bare_diarization, bare_recognition, ours

PARTS = (made, recognition, out_of_memory, voices, ours, bare_recognition, bare_diarization)

if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    name, model, told = sys.argv[1:]
    part = {part.__name__: part for part in PARTS}[name]
    rows = part(Trial(**json.loads(told)), model)
    sys.stdout.write(json.dumps([asdict(row) for row in rows]) + "\n")
