"""Golden gray levels and unusual files of Pillow for @neutype/datasets: python tools/golden/images.py"""

import base64
import io
import json
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

OUT = Path(__file__).parents[2] / "packages/datasets/test/golden/pillow.json"


def gray_levels():
    rng = np.random.default_rng(0)
    corners = [[r, g, b] for r in (0, 255) for g in (0, 255) for b in (0, 255)]
    colors = np.array(corners + rng.integers(0, 256, (56, 3)).tolist(), np.uint8).reshape(8, 8, 3)
    return {"colors": colors.ravel().tolist(), "gray": np.asarray(Image.fromarray(colors).convert("L")).ravel().tolist()}


def tiff(pixels):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "TIFF")
    return base64.b64encode(file.getvalue()).decode()


golden = {
    "pillow": PIL.__version__,
    "grayLevels": gray_levels(),
    "tiff": {"float": tiff(np.full((3, 4), 0.5, np.float32)), "int": tiff(np.full((3, 4), 70_000, np.int32))},
}
OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
