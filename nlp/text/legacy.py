"""Letters of the fonts used before Unicode (TCVN3: .VnTime; VNI: VNI-Times), which look like Latin noise."""

from __future__ import annotations


def is_legacy_font(name: str) -> bool:
    """Whether a font of this name draws Vietnamese letters in place of Latin ones."""
    return name.lower().startswith((".vn", "vni-", "vni "))
