"""Files and other libraries: save a network, load it again, hand it to PyTorch and back, export it to ONNX or JSON.

A network is two things: its architecture, which is a few names and numbers, and its parameters, which are one
flat dictionary of arrays.  So a file is a zip of arrays with the architecture as text beside them, PyTorch takes
the dictionary as its ``state_dict``, ONNX takes both as a graph, and JSON holds both as text for programs in
other languages.  Reading a file never executes anything.
"""

from nnbook.io._archive import load, save
from nnbook.io._from_torch import from_torch
from nnbook.io._json import JsonNetwork, load_json, save_json
from nnbook.io._onnx import export_onnx
from nnbook.io._to_torch import to_torch

__all__ = ["JsonNetwork", "export_onnx", "from_torch", "load", "load_json", "save", "save_json", "to_torch"]
