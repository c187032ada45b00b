"""Models of random weights, in the layouts in which production's models are given away.

Small ones show that our code runs them; in their real shapes they show what time and memory
production's take, where those cannot be had. What they say is nothing, but for Whisper's: it says
a text that it is given, whatever it hears.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

END = 50257
LANGUAGES_END = 50358
"""Where large-v3's vocabulary has a language more than those before it, and all after it follow."""
STEP_S = 0.02
# What layers add, and what positions do, so that positions decide; and how sharp they attend.
QUIET, LOUD, SHARP = 0.02, 40.0, 8.0


@dataclass(frozen=True)
class Shape:
    """Of a Whisper: the width, layers of either half, attention heads."""

    width: int
    encoder: int
    decoder: int
    heads: int


TINY = Shape(32, 1, 2, 2)
LARGE_V3 = Shape(1280, 32, 32, 20)
TURBO = Shape(1280, 32, 4, 20)


@dataclass(frozen=True)
class Said:
    """What a Whisper says of each window: tokens of a text from 0 s to `seconds`, in `language`."""

    text: str
    tokens: int
    seconds: float
    language: str


def whisper(
    folder: Path, like: Path, shape: Shape, said: Said | None = None, device: str = "cpu"
) -> Path:
    """As `Systran/faster-whisper-large-v3`: 128 mel bands and 51,866 tokens; words of `like`.

    `device`: where the weights are drawn, for a large one in seconds on a GPU.
    """
    import torch
    from ctranslate2.converters.transformers import WhisperLoader
    from transformers import WhisperConfig, WhisperForConditionalGeneration

    words = _with_cantonese(like)
    tokens = json.loads((like / "vocabulary.json").read_text())
    tokens.insert(LANGUAGES_END, "<|yue|>")
    torch.manual_seed(0)
    config = WhisperConfig(
        vocab_size=len(tokens), num_mel_bins=128, d_model=shape.width,
        encoder_layers=shape.encoder, decoder_layers=shape.decoder,
        encoder_attention_heads=shape.heads, decoder_attention_heads=shape.heads,
        encoder_ffn_dim=4 * shape.width, decoder_ffn_dim=4 * shape.width,
    )  # fmt: skip
    make: Any = WhisperForConditionalGeneration
    with torch.device(device), torch.no_grad():
        model = make(config).eval()
        if said is not None:
            _says(model, _sequence(words, said), said.seconds)
    spec = WhisperLoader().get_model_spec(model.half().cpu())
    spec.register_vocabulary(tokens)
    spec.config.suppress_ids = [-1]
    spec.config.suppress_ids_begin = [220, END]
    spec.config.lang_ids = list(range(50259, LANGUAGES_END + 1))
    spec.config.alignment_heads = [[shape.decoder - 1, 0]]
    spec.validate()
    spec.optimize(quantization="float16")
    folder.mkdir(parents=True)
    spec.save(str(folder))
    (folder / "tokenizer.json").write_text(json.dumps(words))
    features = {"feature_size": 128, "sampling_rate": 16000, "hop_length": 160, "n_fft": 400,
                "chunk_length": 30, "padding_side": "right"}  # fmt: skip
    (folder / "preprocessor_config.json").write_text(json.dumps(features))
    return folder


def _with_cantonese(like: Path) -> dict[str, Any]:
    words: dict[str, Any] = json.loads((like / "tokenizer.json").read_text())
    added = words["added_tokens"]
    for token in added:
        token["id"] += token["id"] >= LANGUAGES_END
    place = next(i for i, token in enumerate(added) if token["id"] > LANGUAGES_END)
    added.insert(place, {**added[place - 1], "id": LANGUAGES_END, "content": "<|yue|>"})
    return words


def _sequence(words: dict[str, Any], said: Said) -> list[int]:
    """What follows each position of a prompt of three tokens: language, task, times and text."""
    from tokenizers import Tokenizer

    known: Any = Tokenizer.from_str(json.dumps(words))
    begin = known.token_to_id("<|notimestamps|>") + 1
    text = known.encode(said.text, add_special_tokens=False).ids[: said.tokens]
    prompt = [known.token_to_id(f"<|{word}|>") for word in (said.language, "transcribe")]
    return [*prompt, begin, *text, begin + round(said.seconds / STEP_S), END]


def _says(model: Any, sequence: list[int], seconds: float) -> None:
    """Let the decoder's positions, and nothing else, decide on what is said, and when.

    A position's vector is the embedding of the token to be said, so long that what the layers add
    is nothing beside it. One head of the last layer attends to where that is said: the encoder
    hands its sinusoids on, and as many positions as there are tokens can be mapped to any of them.
    """
    import torch

    decoder, encoder = model.model.decoder, model.model.encoder
    for name, weight in model.named_parameters():
        if name.endswith(("out_proj.weight", "fc2.weight")):
            weight.mul_(QUIET)
    said = decoder.embed_tokens.weight[sequence]
    decoder.embed_positions.weight[: len(sequence)] = LOUD * said
    attention = decoder.layers[-1].encoder_attn
    size, half = attention.head_dim, encoder.embed_positions.weight.shape[1] // 2
    spread = torch.arange(0, half, 2 * half // size)[: size // 2]
    columns = torch.cat([spread, half + spread])
    frames = torch.linspace(0, seconds / STEP_S, len(sequence)).round().long()
    waves = encoder.embed_positions.weight[frames][:, columns]
    seen = torch.nn.functional.layer_norm(said, said.shape[1:])
    place = torch.linalg.lstsq(seen.cpu(), SHARP * waves.cpu()).solution
    attention.q_proj.weight[:size] = place.T.to(said.device)
    attention.q_proj.bias[:size] = 0
    attention.k_proj.weight[:size] = 0
    attention.k_proj.weight[torch.arange(size), columns] = 1.0


def wespeaker(folder: Path) -> Path:
    """As `pyannote/wespeaker-voxceleb-resnet34-LM`: 256 numbers."""
    from pyannote.audio.models.embedding import WeSpeakerResNet34

    return _saved(WeSpeakerResNet34(), folder)


def xvector(folder: Path) -> Path:
    """As `pyannote/embedding`: 512 numbers."""
    from pyannote.audio.models.embedding import XVectorSincNet

    return _saved(XVectorSincNet(), folder)


def _saved(model: Any, folder: Path) -> Path:
    import torch
    from pyannote.audio.core.task import Problem, Resolution, Specifications

    model.specifications = Specifications(
        problem=Problem.REPRESENTATION, resolution=Resolution.CHUNK, duration=10.0
    )
    checkpoint = {
        "state_dict": model.state_dict(),
        "hyper_parameters": dict(model.hparams),
        "pytorch-lightning_version": "2.0.0",
    }
    model.on_save_checkpoint(checkpoint)
    folder.mkdir(parents=True)
    torch.save(checkpoint, folder / "pytorch_model.bin")
    return folder


PIPELINE = """
dependencies:
  pyannote.audio: 4.0.0

pipeline:
  name: pyannote.audio.pipelines.SpeakerDiarization
  params:
    clustering: VBxClustering
    segmentation: $model/segmentation
    segmentation_batch_size: 32
    embedding: $model/embedding
    embedding_batch_size: 32
    embedding_exclude_overlap: true
    plda: $model/plda

params:
  clustering:
    threshold: 0.6
    Fa: 0.07
    Fb: 0.8
  segmentation:
    min_duration_off: 0.0
"""


def community(folder: Path, segmentation: Path) -> Path:
    """As `pyannote/speaker-diarization-community-1`, with a segmentation model that was trained."""
    pipeline(folder, segmentation)
    wespeaker(folder / "embedding")
    plda(folder / "plda", 256)
    return folder


def pipeline(folder: Path, segmentation: Path) -> None:
    """What names the parts, and the segmentation model."""
    (folder / "segmentation").mkdir(parents=True)
    (folder / "segmentation" / "pytorch_model.bin").symlink_to(
        (segmentation / "pytorch_model.bin").resolve()
    )
    (folder / "config.yaml").write_text(PIPELINE)


def plda(folder: Path, numbers: int) -> None:
    """A PLDA of 128 dimensions for vectors of so many numbers."""
    folder.mkdir()
    lda, _ = np.linalg.qr(np.random.default_rng(0).standard_normal((numbers, 128)))
    np.savez(folder / "xvec_transform.npz", mean1=np.zeros(numbers), mean2=np.zeros(128), lda=lda)
    np.savez(
        folder / "plda.npz",
        mu=np.zeros(128), tr=np.eye(128), psi=np.linspace(3.0, 0.1, 128),
    )  # fmt: skip
