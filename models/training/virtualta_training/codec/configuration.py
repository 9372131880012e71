"""Shapes of the codec. One set of classes serves every row of `CONFIGURATIONS`."""
from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class CodecConfiguration:
    """Sizes of encoder, quantiser and decoder.

    `front` is "waveform" (strided convolutions on samples) or "spectral" (log-mel and autocorrelation of a centred
    window: no learnt layer above frame rate, an order of magnitude cheaper to train).
    `excitation` is "none" (the decoder predicts magnitude and phase of every bin, as Vocos does) or "harmonic" (it
    predicts pitch and filters a pulse train and noise, as neural source-filter models do: coherent phase from the start).
    """

    name: str
    sample_rate: int = 16000
    hop: int = 320  #: samples a frame
    front: str = "waveform"
    strides: tuple[int, ...] = (2, 4, 5, 8)  #: of the waveform front; their product is `hop`
    channels: tuple[int, ...] = (24, 48, 96, 192, 384)  #: before and after each stride
    window: int = 1024  #: samples, of the spectral front
    mels: int = 80
    lags: int = 128  #: autocorrelation lags and pitch classes
    width: int = 384  #: of the encoder at frame rate
    encoder_blocks: int = 4
    encoder_inner: int = 1152
    levels: int = 6
    codes: int = 1024
    code_width: int = 16
    decoder_width: int = 384
    decoder_blocks: int = 8
    decoder_inner: int = 1152
    kernel: int = 7  #: of the depthwise convolutions
    excitation: str = "none"
    decoder_speaker: int = 0  #: length of a speaker vector that the decoder may be given; 0 = none
    noise_yield: float = 0.0  #: by how much a harmonic decoder's noise yields to a voice that it is not told, see `Decoder`; 0 = not at all
    phones: int = 0  #: classes of the phone head on level 1; 0 = no head

    def __post_init__(self) -> None:
        product = 1
        for stride in self.strides:
            product *= stride
        if self.front == "waveform" and (product != self.hop or len(self.channels) != len(self.strides) + 1):
            raise ValueError(f"{self.name}: strides {self.strides} do not give hop {self.hop}")
        if self.front not in ("waveform", "spectral") or self.excitation not in ("none", "harmonic"):
            raise ValueError(f"{self.name}: unknown front {self.front} or excitation {self.excitation}")

    @property
    def frame_rate(self) -> float:
        """Frames a second."""
        return self.sample_rate / self.hop

    @property
    def fft(self) -> int:
        """Samples of the decoder's window: twice the hop."""
        return 2 * self.hop

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @staticmethod
    def from_dict(values: dict[str, Any]) -> "CodecConfiguration":
        """From `to_dict`."""
        return CodecConfiguration(**{key: tuple(value) if isinstance(value, list) else value for key, value in values.items()})


CONFIGURATIONS = {
    configuration.name: configuration
    for configuration in (
        CodecConfiguration("vta-16-50"),
        CodecConfiguration(
            "vta-16-50-source", front="spectral", excitation="harmonic", code_width=32,
            width=384, decoder_width=384),
        CodecConfiguration(
            "vta-16-50-small", front="spectral", excitation="harmonic", code_width=32, width=224, encoder_blocks=3,
            encoder_inner=672, decoder_width=256, decoder_blocks=5, decoder_inner=768),
        CodecConfiguration(
            "encodec-24-75", sample_rate=24000, strides=(2, 4, 5, 8), channels=(32, 64, 128, 256, 512), width=512,
            levels=8, code_width=128, decoder_width=512),
        CodecConfiguration(
            "test", front="spectral", excitation="harmonic", code_width=8, width=32, encoder_blocks=1, encoder_inner=48,
            decoder_width=32, decoder_blocks=1, decoder_inner=48, codes=16, levels=3, decoder_speaker=12, noise_yield=3.0),
        CodecConfiguration(
            "test-waveform", channels=(4, 8, 8, 16, 16), code_width=8, width=16, encoder_blocks=1, encoder_inner=24,
            decoder_width=16, decoder_blocks=1, decoder_inner=24, codes=16, levels=3),
    )
}
