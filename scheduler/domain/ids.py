"""Names of things: one type a kind of key, so that a tag is never taken for a task."""

from typing import NewType

SiteId = NewType("SiteId", str)
DepartmentId = NewType("DepartmentId", str)
ModalityId = NewType("ModalityId", str)
AssetTag = NewType("AssetTag", str)
ProcedureName = NewType("ProcedureName", str)
SkillName = NewType("SkillName", str)
TechnicianId = NewType("TechnicianId", str)
PerformerId = NewType("PerformerId", str)
InstrumentId = NewType("InstrumentId", str)
InstrumentClass = NewType("InstrumentClass", str)
TaskId = NewType("TaskId", str)
VisitId = NewType("VisitId", str)
RoundId = NewType("RoundId", str)
RoleId = NewType("RoleId", str)
"""Keys are kept as written in the tables; inputs has already folded case and outer space when it joined them."""

IN_HOUSE = PerformerId("in_house")
EVERYWHERE = SiteId("*")
"""The site of an instrument that travels with its technician."""
