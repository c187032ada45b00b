"""Which of the processor's instructions the recogniser computes with."""

import os
from pathlib import Path

VARIABLE = "CT2_FORCE_CPU_ISA"
# What CTranslate2's AVX-512 code is compiled for, and what tells processors (Ice Lake and Zen 4 on)
# that do not slow down for it.
AVX512 = frozenset(("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl", "avx512_vbmi2"))


def widest(cpuinfo: str) -> str | None:
    """The instruction set to ask for, by the text of Linux's `/proc/cpuinfo`; None for none."""
    flags = next((line for line in cpuinfo.splitlines() if line.startswith("flags")), "")
    return "AVX512" if AVX512.issubset(flags.split()) else None


def prefer_widest(cpuinfo: Path = Path("/proc/cpuinfo")) -> None:
    """Ask CTranslate2 for AVX-512, which by itself it never uses (docs/adr/0021).

    Whatever the environment says stands.
    """
    found = widest(cpuinfo.read_text()) if cpuinfo.exists() else None
    if found is not None:
        os.environ.setdefault(VARIABLE, found)
