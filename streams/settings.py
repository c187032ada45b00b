"""Every setting of the system, read from the environment (`ST_…`) or `.local/env`.

Nothing is read at import: a program calls `load()` once and passes the result on.
"""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from streams.errors import FatalError

ENV_FILE = Path(".local/env")


def _none_of_off(value: object) -> object:
    return None if value in ("", "off") else value


# An empty one would let events point to any file of the machine.
Store = Annotated[str, Field(pattern="^[a-z][a-z0-9+.-]*://.")]
MasterKey = Annotated[SecretStr | None, BeforeValidator(_none_of_off)]


class Settings(BaseSettings):
    """Frozen; the environment beats the file. Times in seconds unless the name says otherwise."""

    model_config = SettingsConfigDict(
        env_prefix="ST_", env_file=ENV_FILE, extra="ignore", frozen=True
    )

    kafka_bootstrap: str = Field(
        "127.0.0.1:9092", description="Brokers to begin with, HOST:PORT, with commas between."
    )
    registry_url: str = Field(
        "http://127.0.0.1:8081", description="Of a schema registry with Confluent's API."
    )
    group_prefix: str = Field("st.", description="Put before every consumer group's name.")
    member_id: str | None = Field(None, description="Stable name: static group membership.")
    session_timeout_s: float = Field(
        10.0, description="Without a heartbeat for so long a member loses its partitions."
    )
    max_poll_interval_s: float = Field(
        300.0, description="Likewise without a poll, though its heart beats."
    )
    replication_factor: int = Field(
        1, description="Brokers that hold each message, of topics that are made."
    )
    gpu_partitions: int = Field(48, description="Of each topic of GPU tasks: most workers at once.")
    max_attempts: int = Field(3, description="Tries of a task before it is a dead letter.")
    retry_backoff_s: float = Field(
        1.0, description="Before a second try; twice as long before each further one, to 10 s."
    )
    lease_s: float = Field(
        10.0, description="A GPU task's worker without a sign of life for so long has lost it."
    )
    task_limit_s: float = Field(1800.0, description="One try; then the process begins anew.")
    unread_limit_s: float = Field(60.0, description="Of messages whose agent idles; likewise.")
    health_host: str = Field(
        "127.0.0.1", description="Address of /health and /metrics; 0.0.0.0 in a container."
    )
    health_port: int = Field(
        0, ge=0, le=65_535, description="Of /health and /metrics; 0: any free."
    )

    object_store: Store = Field(
        "file://.local/objects",
        description="Where recordings and results lie: file://FOLDER or s3://BUCKET/PREFIX.",
    )
    extra_uri_prefixes: list[Store] = Field([], description="Further URIs events may point to.")

    seal_key: MasterKey = Field(
        None, description="32 bytes in base64: what is personal is encrypted in the log; or off."
    )
    seal_key_before: MasterKey = Field(None, description="The one before, while it changes.")

    postgres_dsn: SecretStr = Field(
        SecretStr("postgresql://127.0.0.1/postgres"),
        description="Of our processes' role, which sees the tenants of its transaction alone.",
    )
    postgres_operator_dsn: SecretStr = Field(
        SecretStr(""), description="Of the role that reads over all tenants: operators' commands."
    )
    postgres_owner_dsn: SecretStr = Field(
        SecretStr(""), description="Of the owner, for migrations; no process of ours is given it."
    )
    postgres_pool: int = Field(10, description="Connections that a process keeps open.")
    postgres_pool_peak: int = Field(30, description="Most that it opens.")

    qdrant_url: str | None = Field(
        None, description="Of a server; none: embedded, in the folder below."
    )
    qdrant_api_key: SecretStr | None = Field(
        None, description="Of the server, where it asks for one."
    )
    qdrant_path: str = Field(
        ".local/qdrant", description="Folder of the embedded one, which one process may open."
    )

    llm_base_url: str = Field("off", description="OpenAI-compatible server, or off.")
    llm_model: str = Field("local", description="The model's name at the server.")
    llm_api_key: SecretStr = Field(SecretStr("none"), description="Of the server.")
    llm_call_deadline_s: float = Field(10.0, description="For one answer.")
    llm_budget_s: float = Field(
        20.0, description="Waited for it by one transcript, by half of it for its documents."
    )

    models_dir: Path = Field(Path(".local/models"), description="Folder of the packaged models.")
    device: str = Field("cpu", description="What the models run on: cpu or cuda.")
    cpu_threads: int = Field(1, description="Of each model on a CPU.")
    memory_budget_gb: float | None = Field(
        None, description="Of the card, for this process; none: 28 on a GPU, no limit on a CPU."
    )
    model_memory_gb: dict[str, tuple[float, float]] = Field(
        {}, description="By model (asr, segmentation, voices, text): GB loaded, and an item more."
    )
    asr_model: str = Field("", description="Hub name or folder; empty: the packaged one.")
    asr_models: dict[str, str] = Field(
        {}, description="What uploads may choose instead, by name: hub names or folders."
    )
    asr_language: str | None = Field(None, description="Of all recordings; none: recognised.")
    asr_compute_type: str = Field("int8", description="Of CTranslate2: int8, float16 and the like.")
    asr_batch_size: int = Field(2, description="Pieces of up to 24 s at a time; more on a GPU.")
    asr_beam: int = Field(5, ge=1, le=10, description="Texts followed at once; more is slower.")
    asr_slice_s: float = Field(120.0, description="Most of a recording in a task of recognition.")
    asr_margin_s: float = Field(
        3.0, ge=0.0, description="Silence encoded behind pieces; 30: Whisper's whole window."
    )
    asr_timestamps: bool = Field(
        True, description="Recognise times within pieces too; off is quicker on a GPU."
    )
    hotwords: bool = Field(
        False, description="Terms and names of the documents bias recognition, once they are read."
    )
    hotwords_wait_s: float = Field(0.0, description="For them to be read, from the upload on.")
    word_times: bool = Field(True, description="Whether segments carry words with their times.")
    min_speakers: int | None = Field(None, description="Where an upload says nothing of speakers.")
    max_speakers: int | None = Field(None, description="Likewise.")
    diarization_pipeline: str = Field(
        "", description="Hub name or folder of a pyannote pipeline; empty: the models below."
    )
    segmentation_model: str = Field("", description="Hub name or folder; empty: the packaged one.")
    speaker_embedding_model: str = Field(
        "", description="Of voiceprints too; beside a pipeline, of voiceprints alone."
    )
    diarization_step_s: float = Field(
        1.0, description="From the start of a window of 10 s to that of the next."
    )
    diarization_slice_s: float = Field(
        60.0, description="A task of diarization has the windows that start within so long."
    )
    diarization_threshold: float = Field(
        0.65, description="Distance of unit vectors, 0 to 2, under which voices are one speaker's."
    )
    diarization_min_cluster_size: int = Field(
        6, description="Voices of windows; a smaller cluster joins its nearest."
    )
    diarization_most_voices: int = Field(
        20_000, description="Windows' voices that make the clusters, four hours' or so: a minute."
    )
    diarization_second_look: bool = Field(
        True, description="Divide speakers whose voice is two people's; packaged voices only."
    )
    text_embedding_model: str = Field(
        "", description="Hub name or folder; empty: the packaged one."
    )
    text_embedding_fp16: bool = Field(False, description="In half precision, as fits a GPU.")
    text_embedding_batch: int = Field(4, description="Texts at a time; more on a GPU.")
    text_embedding_threads: int = Field(
        0, description="Batches side by side on a CPU, a core each; 0: as many as cpu_threads."
    )

    keep_fillers: bool = Field(True, description='Keep "euh" and "um" in the clean text.')
    voiceprint_threshold: float = Field(
        0.75, description="Least cosine of a voice with the library's to be the same."
    )
    voiceprint_margin: float = Field(
        0.1, description="How much less the next person's cosine has to be."
    )
    retrieval_limit: int = Field(3, description="Most passages of documents for a speaker.")
    retrieval_min_score: float = Field(
        0.5, description="Of a passage, 0 to 1; those with less are left out."
    )
    # Fitted by `make bench NAME=calibration`; docs/naming.md says how.
    retrieval_calibration: dict[str, tuple[float, float]] = Field(
        {"multilingual-e5-small": (0.849, 26.8)},
        description="By model: the cosine with a score of 0.5, and the steepness; else as it is.",
    )
    name_threshold: float = Field(0.6, description="Least score, 0 to 1, of a name that is given.")
    context_max_bytes: int = Field(
        20_000_000, description="Of a document; a larger one is refused."
    )
    context_max_pages: int = Field(
        300,
        description="Of a document; one without pages may be as long, at 10,000 characters each.",
    )
    context_read_s: float = Field(30.0, description="For reading one document.")
    audio_max_s: float = Field(12 * 3600.0, description="Of a recording; a longer one is refused.")

    @property
    def llm_enabled(self) -> bool:
        """Whether there is a language model at all."""
        return self.llm_base_url.lower() not in ("", "off", "none")

    @property
    def models(self) -> dict[str, str]:
        """The models of the GPU tier by what they do, as results name them."""
        pipeline = self.diarization_pipeline
        embedding = f"{pipeline}/embedding" if pipeline else ""
        return {
            "asr": self.asr_model or "whisper-base",
            "segmentation": pipeline or self.segmentation_model or "segmentation",
            "voiceprint": self.speaker_embedding_model or embedding or "campplus",
        }

    @property
    def text_model(self) -> str:
        """The model of text embeddings, as results name it."""
        return Path(self.text_embedding_model or "multilingual-e5-small").name

    @property
    def uri_prefixes(self) -> tuple[str, ...]:
        """What a URI in an event must start with, so that none can point anywhere else."""
        return (self.object_store.rstrip("/") + "/", *self.extra_uri_prefixes)


def load() -> Settings:
    """The settings of this process. Raises `FatalError` for one that cannot be, by its name."""
    try:
        return Settings()
    except ValidationError as error:
        # Without the values: some are secrets.
        wrong = [f"{_variable(one['loc'])}: {one['msg']}" for one in error.errors()]
        raise FatalError(f"not a setting: {'; '.join(wrong)}") from None
    except SettingsError as error:
        raise FatalError(f"not a setting: {error}; give JSON") from None


def _variable(place: tuple[int | str, ...]) -> str:
    prefix = str(Settings.model_config.get("env_prefix", ""))
    return ".".join([f"{prefix}{place[0]}".upper(), *map(str, place[1:])])
