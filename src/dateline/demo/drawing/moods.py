"""Lights in which a scene may lie: sky from top to horizon, haze, what is far, what is near, lamps."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mood:
    """The colours of an hour. `sky` from the zenith to the horizon."""

    sky: tuple[str, ...]
    sun: str
    haze: str
    far: str
    near: str
    cloud: str
    lamp: str = "#ffd9a0"


MOODS = {
    "apricot": Mood(
        ("#d88c5c", "#e5a876", "#f2c99a", "#f7dfb9"), "#fff1cf", "#f0c59b", "#a9787f", "#1d2033", "#f8ddb8"
    ),
    "harbour-blue": Mood(
        ("#5f8aa0", "#8fb0bb", "#bfd0cf", "#e6dfcb"), "#fff6df", "#c9d5d2", "#7d99a3", "#142733", "#eef0ea"
    ),
    "rose": Mood(
        ("#8a6a86", "#b98998", "#dfb0a8", "#f4d6bd"), "#ffe9cf", "#e6bfb2", "#94717f", "#2a1c2b", "#f5d8cb"
    ),
    "celadon": Mood(
        ("#7fa79f", "#a8c4b5", "#cfdcc6", "#eeead2"), "#fffbe6", "#d3dfcb", "#7b9a8f", "#15302e", "#f3f4e4"
    ),
    "ochre": Mood(
        ("#b79a62", "#cdb580", "#e2d1a5", "#f1e6c8"), "#fff8dd", "#e0cfa4", "#9a8557", "#2f2818", "#f7efd7"
    ),
    "violet": Mood(
        ("#4d4a74", "#7a739b", "#aba3bd", "#dccfd2"), "#fff0e0", "#b9b0c4", "#6f6a92", "#1e1a33", "#dcd3de"
    ),
    "winter": Mood(
        ("#8fa3b3", "#b3c1cb", "#d3dbdf", "#eff0ee"), "#ffffff", "#dde3e5", "#93a3b0", "#26323e", "#f8f9f8"
    ),
    "ember": Mood(
        ("#5b2f3d", "#95454a", "#d0725a", "#f3b27a"), "#ffe2ae", "#d58a68", "#7a4450", "#1a1220", "#eaa583"
    ),
    "night": Mood(
        ("#0b1526", "#13243a", "#22405a", "#4c6c80"),
        "#ffeac4",
        "#2d4b61",
        "#1f3850",
        "#070d18",
        "#34506a",
        "#ffc97a",
    ),
    "blue-hour": Mood(
        ("#15274a", "#2b4a76", "#5f7f9f", "#c8a993"),
        "#ffd9ac",
        "#6d87a0",
        "#2f4a6d",
        "#0a1224",
        "#7d90ab",
        "#ffcf8a",
    ),
    "green-night": Mood(
        ("#08201f", "#10342f", "#1f544a", "#5f8b77"),
        "#eaffdf",
        "#2f6456",
        "#1a463f",
        "#051211",
        "#4b7c6b",
        "#ffe09a",
    ),
    "indigo": Mood(
        ("#191a3f", "#34306a", "#6c5390", "#d08f96"),
        "#ffd3b0",
        "#755f94",
        "#3f3b73",
        "#0c0b22",
        "#8b76a8",
        "#ffd08f",
    ),
}
