"""Works out the formulas of a workbook as a spreadsheet does: the few functions that ours use."""

from __future__ import annotations

import ast
import io
from typing import Any

import numpy as np
from openpyxl import load_workbook
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token


class Calculator:
    """A workbook whose cells can be changed; stored results are never looked at."""

    def __init__(self, content: bytes) -> None:
        self.book = load_workbook(io.BytesIO(content))
        self._names = {name: item.attr_text for name, item in self.book.defined_names.items()}
        self._known: dict[tuple[str, str], Any] = {}

    def change(self, sheet: str, cell: str, value: Any) -> None:
        """Types a value into a cell."""
        self.book[sheet][cell].value = value
        self._known.clear()

    def value(self, sheet: str, cell: str) -> Any:
        """What a cell shows; '' for an empty text, None for an empty cell."""
        place = (sheet, cell.replace("$", ""))
        if place not in self._known:
            found = self.book[sheet][place[1]]
            self._known[place] = (
                self._worked_out(sheet, found.value) if found.data_type == "f" else found.value
            )
        return self._known[place]

    def _worked_out(self, sheet: str, formula: str) -> Any:
        tree = _Lazy().visit(ast.parse(_as_python(formula, set(self._names)), mode="eval"))
        scope = {
            "CELL": lambda text: self._cell(sheet, text),
            "RANGE": lambda text: self._range(sheet, text),
            "NAMED": lambda name: self._cell(sheet, self._names[name]),
            **_FUNCTIONS,
        }
        return eval(compile(ast.fix_missing_locations(tree), formula, "eval"), scope)

    def _cell(self, sheet: str, text: str) -> Any:
        other, _, cell = text.rpartition("!")
        return self.value(other.strip("'") or sheet, cell)

    def _range(self, sheet: str, text: str) -> np.ndarray:
        other, _, cells = text.rpartition("!")
        name = other.strip("'") or sheet
        rows = self.book[name][cells.replace("$", "")]
        values = np.empty(len(rows), dtype=object)
        for place, (cell,) in enumerate(rows):
            values[place] = self.value(name, cell.coordinate)
        return values


class _Lazy(ast.NodeTransformer):
    """Only the branch of an IF that counts is worked out."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "IF":
            return ast.IfExp(*node.args)
        return node


def _as_python(formula: str, names: set[str]) -> str:
    infix = {"=": "==", "<>": "!="}
    parts = []
    for token in Tokenizer(formula).items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            kind = "RANGE" if ":" in token.value else "NAMED" if token.value in names else "CELL"
            parts.append(f"{kind}({token.value!r})")
        elif token.type == Token.OPERAND and token.subtype == Token.TEXT:
            parts.append(repr(token.value[1:-1]))
        else:
            parts.append(infix.get(token.value, token.value))
    return "".join(parts)


def _is_number(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return np.array([int(_is_number(item)) for item in value])
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def _numbers(values: tuple[Any, ...]) -> list[float]:
    items = [
        item for value in values for item in (value if isinstance(value, np.ndarray) else [value])
    ]
    return [float(item) for item in items if _is_number(item)]


def _sumproduct(*arrays: np.ndarray) -> float:
    columns = [
        np.array([float(item) if _is_number(item) or isinstance(item, bool | np.bool_) else 0.0
                  for item in array])
        for array in arrays
    ]  # fmt: skip
    return float(np.prod(columns, axis=0).sum())


_FUNCTIONS = {
    "ISNUMBER": _is_number,
    "AND": lambda *values: all(values),
    "SUM": lambda *values: sum(_numbers(values)),
    "MIN": lambda *values: min(_numbers(values), default=0),
    "MAX": lambda *values: max(_numbers(values), default=0),
    "COUNT": lambda *values: len(_numbers(values)),
    "COUNTA": lambda *values: sum(item is not None for value in values for item in value),
    "SUMPRODUCT": _sumproduct,
}
