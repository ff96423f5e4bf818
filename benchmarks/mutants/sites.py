"""Where a module can be changed so that it does something else: one small change of its syntax tree each.

Left out, because no test can or should notice: annotations, docstrings, decorators, ``__slots__`` and ``__all__``,
``assert`` and ``if TYPE_CHECKING``, everything inside ``raise``, calls of loggers, f-strings, values called
``message``, and the keywords of ``QUIET`` (helps, comments, sizes of caches, encodings).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

QUIET = frozenset({"help", "comment", "message", "strict", "maxsize", "encoding", "autojunk", "daemon", "name"})
LOGGERS = frozenset({"log", "logger", "logging", "_log", "warnings", "console"})
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
}  # fmt: skip
NEVER = "(?!)"
"""A pattern that matches nothing."""


@dataclass(frozen=True)
class Site:
    """A change of one node: ``apply`` makes it in the tree that the site was found in."""

    node: ast.expr | ast.stmt
    kind: str
    apply: Callable[[], object]


def sites(tree: ast.Module) -> list[Site]:
    """Every change of a module, in the order of the text: the same list for every parse of it."""
    found = [site for node in _living(tree) for site in _of(node)]
    return sorted(found, key=lambda s: (s.node.lineno, s.node.col_offset, s.kind))


def _living(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it but what is left out."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "bases", "type_params"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _left_out(child) and not _is_pattern(child, node):
                yield from _living(child)


def _left_out(node: ast.AST) -> bool:
    match node:
        case ast.Raise() | ast.Assert() | ast.JoinedStr() | ast.Import() | ast.ImportFrom():
            left_out = True
        case ast.Expr(value=ast.Constant()) | ast.If(test=ast.Name(id="TYPE_CHECKING")):
            left_out = True
        case ast.Assign(value=ast.Call(func=ast.Name(id="TypeVar" | "NewType" | "ParamSpec"))):
            left_out = True
        case ast.keyword(arg=name):
            left_out = name in QUIET
        case ast.Assign(targets=[ast.Name(id=name)]):
            left_out = name in {"__slots__", "__all__", "message"}
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name))):
            left_out = name in LOGGERS
        case _:
            left_out = False
    return left_out


def _is_pattern(child: ast.AST, above: ast.AST) -> bool:
    """A pattern that is compiled is one thing: it matches, or it never does."""
    match above:
        case ast.Call(func=ast.Attribute(attr="compile"), args=[pattern, *_]):
            return child is pattern
    return False


def _of(node: ast.AST) -> Iterator[Site]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            yield Site(node, "comparison", lambda: setattr(node, "ops", [COMPARED[type(op)]()]))
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield Site(node, "and/or", lambda: setattr(node, "op", other))
        case ast.BinOp(op=op) if type(op) in RECKONED and not _text(node):
            yield Site(node, "operator", lambda: setattr(node, "op", RECKONED[type(op)]()))
        case ast.If() | ast.IfExp():
            for value in (True, False):
                yield Site(node.test, f"if {value}", lambda v=value: setattr(node, "test", ast.Constant(v)))
        case ast.comprehension(ifs=[test, *_]):
            yield Site(test, "filter dropped", lambda: setattr(node, "ifs", node.ifs[1:]))
        case ast.Call(func=ast.Attribute(attr="compile"), args=[pattern, *rest]):
            yield Site(pattern, "pattern", lambda: setattr(node, "args", [ast.Constant(NEVER), *rest]))
        case ast.FunctionDef() | ast.ClassDef() | ast.For() | ast.While() | ast.With():
            yield from _statements(node.body)
        case _:
            yield from _constant(node)


def _text(node: ast.BinOp) -> bool:
    return any(isinstance(side, ast.JoinedStr) or _is_text(side) for side in (node.left, node.right))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _statements(body: list[ast.stmt]) -> Iterator[Site]:
    """Calls whose value nobody takes, and additions to a variable, left out one at a time."""
    for i, statement in enumerate(body):
        called = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
        if (called or isinstance(statement, ast.AugAssign)) and not _left_out(getattr(statement, "value", statement)):
            yield Site(statement, "statement", lambda i=i: body.__setitem__(i, ast.Pass()))


def _constant(node: ast.AST) -> Iterator[Site]:
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        changed: object = not value
    elif isinstance(value, int | float):
        changed = value + 1
    elif isinstance(value, str) and value.strip():
        changed = f"XX{value}"
    else:
        return
    yield Site(node, "constant", lambda: setattr(node, "value", changed))
