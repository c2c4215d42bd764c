"""Cycles among things that point to others."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def on_cycles(arrows: Mapping[Node, Iterable[Node]]) -> frozenset[Node]:
    """Return the nodes that lie on a cycle: those left after taking away, again and again, what points nowhere."""
    pointing: dict[Node, list[Node]] = {}
    left = {node: set(targets) for node, targets in arrows.items()}
    for node, targets in left.items():
        for target in targets:
            pointing.setdefault(target, []).append(node)
    ends = [node for node in {*left, *pointing} if not left.get(node)]
    while ends:
        end = ends.pop()
        left.pop(end, None)
        for node in pointing.get(end, ()):
            if node in left:
                left[node].discard(end)
                if not left[node]:
                    ends.append(node)
    return frozenset(node for node in left if _returns(node, left))


def _returns(start: Node, arrows: Mapping[Node, Iterable[Node]]) -> bool:
    """Tell whether a walk from a node comes back to it; what only leads into a cycle does not."""
    seen: set[Node] = set()
    waiting = list(arrows.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node == start:
            return True
        if node not in seen:
            seen.add(node)
            waiting.extend(arrows.get(node, ()))
    return False
