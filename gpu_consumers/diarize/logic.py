"""Which frames of a window an embedding is taken from."""

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]


def clean_masks(scores: npt.NDArray[np.float32], least_frames: int) -> list[Mask]:
    """For each speaker of a window the frames to embed, from (frames, speakers) of 0 and 1.

    Frames in which somebody else speaks are left out, unless too few remain: the rule of
    pyannote's `SpeakerDiarization.get_embeddings`.
    """
    active = scores > 0.5
    alone = active & (active.sum(axis=1, keepdims=True) < 2)
    masks = []
    for speaker in range(active.shape[1]):
        enough = alone[:, speaker].sum() > least_frames
        masks.append(alone[:, speaker] if enough else active[:, speaker])
    return masks
