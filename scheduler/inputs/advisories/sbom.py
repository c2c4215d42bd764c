"""Bills of materials of software: CycloneDX and SPDX, as JSON."""

from collections.abc import Iterator

from scheduler.domain.advisories import Component
from scheduler.inputs.advisories.json_tree import Node, read_json

MOST_COMPONENTS = 100_000


def read_sbom(content: bytes, file: str) -> tuple[Component, ...]:
    """Read the components of a bill of materials. Raises StructureError."""
    root = read_json(content, file)
    if root.has("bomFormat"):
        if (said := root.text("bomFormat")) != "CycloneDX":
            raise root.fault("bomFormat CycloneDX", "export it as CycloneDX or SPDX JSON", said)
        found = _of_cyclonedx(root)
    elif root.has("spdxVersion"):
        found = _of_spdx(root)
    else:
        raise root.fault("a CycloneDX (bomFormat) or SPDX (spdxVersion) document", "export it as one of the two")
    components: list[Component] = []
    for component in found:
        if len(components) >= MOST_COMPONENTS:
            raise root.fault(f"at most {MOST_COMPONENTS} components", "split it")
        components.append(component)
    return tuple(components)


def _of_cyclonedx(node: Node) -> Iterator[Component]:
    """Yield components, and those inside them."""
    for one in node.items("components"):
        yield Component(one.text("name"), one.text("version", ""), one.text("purl", ""))
        yield from _of_cyclonedx(one)


def _of_spdx(root: Node) -> Iterator[Component]:
    for package in root.items("packages"):
        purls = [
            one.text("referenceLocator")
            for one in package.items("externalRefs")
            if one.text("referenceType", "") == "purl"
        ]
        yield Component(package.text("name"), package.text("versionInfo", ""), purls[0] if purls else "")
