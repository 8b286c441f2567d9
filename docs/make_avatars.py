"""Draws the parts of the demo avatars from the Open Peeps style of DiceBear.

python -m docs.make_avatars --style open-peeps.json

The style file comes with the package `dicebear-styles` (PyPI) and is needed only here. Each part
becomes a tile of `core/features/avatars/parts/`: its channels say how much of a pixel is white,
skin and a free colour, and how much the part covers, so that a few tiles give any colouring.
Needs Chromium and Playwright of the development packages.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from core.features.avatars.drawing import PARTS, SHEET_COLUMNS, TILE_PX

# Head and shoulders of the canvas of 704 x 704.
_BOX = "5 -18 690 690"
# Expressions and heads that would be no portrait, or would hide one.
_LEFT_OUT = frozenset(
    {
        "angryWithFang", "cyclops", "monster", "rage", "veryAngry", "fear", "concernedFear",
        "hectic", "tired", "suspicious", "contempt", "bear", "eyepatch", "explaining",
        "lovingGrin1", "mediumStraight", "concerned", "solemn",
    }
)  # fmt: skip
_COMPONENTS = ("body", "head", "expression", "facialHair", "accessories")
_INK = ("black", "#000", "#000000")


def main() -> None:
    """Writes a sheet per component and their names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--style", type=Path, required=True, help="open-peeps.json")
    style = json.loads(parser.parse_args().style.read_text(encoding="utf-8"))
    PARTS.mkdir(exist_ok=True)
    names: dict[str, list[str]] = {}
    for component in _COMPONENTS:
        variants = _variants(style, component)
        names[component] = list(variants)
        _sheet(list(variants.values())).save(PARTS / f"{component}.png", optimize=True)
    (PARTS / "names.json").write_text(json.dumps(names, indent=1) + "\n", encoding="utf-8")


def _variants(style: dict[str, Any], component: str) -> dict[str, list[dict[str, Any]]]:
    """Name -> elements, each wrapped as the canvas places the component."""
    canvas = style["canvas"]["elements"]
    if component == "body":
        return {"body": [part for part in canvas if part["type"] == "element"]}
    place = next(part for part in canvas if part.get("name") == component)
    wrapped = {"name": "g", "type": "element", "attributes": place["attributes"]}
    return {
        name: [{**wrapped, "children": variant["elements"]}]
        for name, variant in style["components"][component]["variants"].items()
        if name not in _LEFT_OUT
    }


def _sheet(variants: list[list[dict[str, Any]]]) -> Image.Image:
    """All variants side by side; channels are white, skin, free colour and cover."""
    channels = []
    for shown in ("white", "skin", "free"):
        picture = np.asarray(_screenshot(variants, shown), dtype=float)
        # A screenshot is not premultiplied; the parts are, since they are stacked.
        channels.append(picture[..., 0] * picture[..., 3] / 255)
    cover = picture[..., 3]
    return Image.fromarray(np.stack([*channels, cover], axis=-1).round().astype(np.uint8), "RGBA")


def _screenshot(variants: list[list[dict[str, Any]]], shown: str) -> Image.Image:
    from playwright.sync_api import sync_playwright

    browser_path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    drawings = "".join(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{_BOX}">'
        f"{''.join(_markup(element, shown) for element in elements)}</svg>"
        for elements in variants
    )
    rows = -(-len(variants) // SHEET_COLUMNS)
    style = f"body{{margin:0;font-size:0;line-height:0}}svg{{width:{TILE_PX}px;height:{TILE_PX}px}}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": SHEET_COLUMNS * TILE_PX, "height": rows * TILE_PX}
        )
        page.set_content(f"<style>{style}</style>{drawings}")
        return Image.open(io.BytesIO(page.screenshot(omit_background=True))).convert("RGBA")


def _markup(element: dict[str, Any], shown: str) -> str:
    attributes = " ".join(
        f'{name}="{escape(_value(value, shown))}"'
        for name, value in element.get("attributes", {}).items()
    )
    children = "".join(_markup(child, shown) for child in element.get("children", ()))
    return f"<{element['name']} {attributes}>{children}</{element['name']}>"


def _value(value: Any, shown: str) -> str:
    """An attribute, where the colour asked for is white and every other one black."""
    if isinstance(value, dict):
        role = value["name"]
        kind = {"skin": "skin", "headContrast": "free", "clothing": "free"}.get(role, "ink")
        return "#fff" if kind == shown else "#000"
    if value == "white":
        return "#fff" if shown == "white" else "#000"
    if value.startswith("#") and value not in _INK:
        raise SystemExit(f"Expected ink, white or a named colour, found {value}.")
    return str(value)


if __name__ == "__main__":
    main()
