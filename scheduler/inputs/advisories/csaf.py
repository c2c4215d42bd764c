"""CSAF 2.0 advisories: products by the branches of their tree, vulnerabilities with what can be done."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from scheduler.domain.advisories import AdvisedProduct, AdvisedVulnerability, Advisory, FixState, worst_fix
from scheduler.inputs.advisories.json_tree import Node, read_json
from scheduler.inputs.advisories.scores import severity_of

AFFECTED = ("known_affected", "first_affected", "last_affected")
MOST_PRODUCTS = 5_000
_FIXES = {
    "vendor_fix": FixState.FIX,
    "mitigation": FixState.MITIGATION,
    "workaround": FixState.MITIGATION,
    "none_available": FixState.NO_FIX,
    "no_fix_planned": FixState.NO_FIX,
}
_NAMES = {
    "vendor": "vendor",
    "product_name": "product",
    "product_version": "versions",
    "product_version_range": "versions",
}


def read_csaf(content: bytes, file: str) -> Advisory:
    """Read an advisory. Raises StructureError, with the place in the document."""
    root = read_json(content, file)
    document = root.child("document")
    if (version := document.text("csaf_version")) != "2.0":
        raise document.fault("csaf_version 2.0", "ask the publisher for CSAF 2.0", version)
    tracking = document.child("tracking")
    products = _products(root)
    groups = _groups(root)
    return Advisory(
        advisory=tracking.text("id"),
        file=file,
        title=document.text("title", ""),
        publisher=document.child("publisher").text("name", "") if document.has("publisher") else "",
        published_on=_day(tracking, "initial_release_date"),
        updated_on=_day(tracking, "current_release_date"),
        products=tuple(products.values()),
        vulnerabilities=tuple(_vulnerability(one, products, groups) for one in root.items("vulnerabilities")),
    )


def _day(node: Node, key: str) -> date | None:
    said = node.text(key, "")
    try:
        return date.fromisoformat(said[:10]) if said else None
    except ValueError:
        raise node.fault("a date and time such as 2026-11-03T00:00:00Z", "correct it", said) from None


@dataclass(frozen=True, slots=True)
class _Relation:
    """A product made of two others: a component installed on, or external to, another."""

    node: Node
    product_id: str
    name: str
    part: str
    whole: str


@dataclass(slots=True)
class _Tree:
    """The products of a tree while it is walked."""

    products: dict[str, AdvisedProduct] = field(default_factory=dict)

    def add(self, node: Node, named: dict[str, str]) -> None:
        """Add the product that a branch ends in, or a full product name."""
        product_id = node.text("product_id")
        helper = node.child("product_identification_helper") if node.has("product_identification_helper") else None
        if len(self.products) >= MOST_PRODUCTS:
            raise node.fault(f"at most {MOST_PRODUCTS} products", "split the advisory, or leave it out")
        if product_id in self.products:
            raise node.fault("each product_id once", "two products cannot be told apart", product_id)
        self.products[product_id] = AdvisedProduct(
            product_id=product_id,
            vendor=named.get("vendor", ""),
            product=named.get("product") or node.text("name"),
            versions=named.get("versions", ""),
            purl=helper.text("purl", "") if helper else "",
        )


def _products(root: Node) -> dict[str, AdvisedProduct]:
    tree = _Tree()
    if not root.has("product_tree"):
        return tree.products
    top = root.child("product_tree")
    _walk(top, {}, tree)
    for node in top.items("full_product_names"):
        tree.add(node, {})
    _relate([_relation(node) for node in top.items("relationships")], tree)
    return tree.products


def _walk(node: Node, named: dict[str, str], tree: _Tree) -> None:
    """Walk the branches; a document cannot be so deep that this does not end (see MOST_DEPTH)."""
    for branch in node.items("branches"):
        category = _NAMES.get(branch.text("category"))
        below = {**named, category: branch.text("name")} if category else named
        if branch.has("product"):
            tree.add(branch.child("product"), below)
        _walk(branch, below, tree)


def _relation(node: Node) -> _Relation:
    product = node.child("full_product_name")
    return _Relation(
        node,
        product.text("product_id"),
        product.text("name"),
        node.text("product_reference"),
        node.text("relates_to_product_reference"),
    )


def _relate(relations: list[_Relation], tree: _Tree) -> None:
    """Add products that others make up, in whatever order they are written; those of a circle can never be."""
    waiting = relations
    while waiting:
        ready = [one for one in waiting if one.part in tree.products and one.whole in tree.products]
        if not ready:
            raise _unresolved(waiting)
        for one in ready:
            part, whole = tree.products[one.part], tree.products[one.whole]
            named = {"vendor": whole.vendor or part.vendor, "product": one.name, "versions": part.versions}
            tree.add(one.node.child("full_product_name"), named)
        waiting = [one for one in waiting if one.product_id not in tree.products]


def _unresolved(waiting: list[_Relation]) -> Exception:
    made = {one.product_id for one in waiting}
    for one in waiting:
        missing = [name for name in (one.part, one.whole) if name in made]
        if missing:
            return one.node.fault(
                "products that end in branches",
                "the product tree is cyclic: products are made of each other",
                one.product_id,
            )
    return waiting[0].node.fault("a product of the tree", "correct the reference", waiting[0].part)


def _groups(root: Node) -> dict[str, tuple[str, ...]]:
    if not root.has("product_tree"):
        return {}
    return {
        one.text("group_id"): one.texts("product_ids") for one in root.child("product_tree").items("product_groups")
    }


def _vulnerability(
    node: Node, products: dict[str, AdvisedProduct], groups: dict[str, tuple[str, ...]]
) -> AdvisedVulnerability:
    affected = _affected(node, products)
    states: dict[str, list[FixState]] = {product_id: [] for product_id in affected}
    for remedy in node.items("remediations"):
        state = _FIXES.get(remedy.text("category"))
        if state is None:
            raise remedy.fault(f"a category of {', '.join(_FIXES)}", "correct it", remedy.text("category"))
        for product_id in _meant(remedy, groups) or affected:
            if product_id in states:
                states[product_id].append(state)
    severity, score, vector = severity_of(node)
    cve = node.text("cve", "") or _other_id(node)
    return AdvisedVulnerability(cve, severity, score, vector, {key: _best(found) for key, found in states.items()})


def _affected(node: Node, products: dict[str, AdvisedProduct]) -> tuple[str, ...]:
    """The products that a vulnerability affects; all of the advisory if it does not say."""
    if not node.has("product_status"):
        return tuple(products)
    status = node.child("product_status")
    named = tuple(dict.fromkeys(one for key in AFFECTED for one in status.texts(key)))
    unknown = [one for one in named if one not in products]
    if unknown:
        raise status.fault("products of the product tree", "correct the reference", unknown[0])
    return named


def _meant(remedy: Node, groups: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    of_groups = [one for group in remedy.texts("group_ids") for one in groups.get(group, ())]
    return tuple(dict.fromkeys((*remedy.texts("product_ids"), *of_groups)))


def _best(states: list[FixState]) -> FixState:
    """A fix is a fix, whatever mitigations stand beside it; without one the worst that is said."""
    return FixState.FIX if FixState.FIX in states else worst_fix(states)


def _other_id(node: Node) -> str:
    return next(_ids(node), "")


def _ids(node: Node) -> Iterator[str]:
    for one in node.items("ids"):
        yield one.text("text")
