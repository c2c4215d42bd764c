"""Who may patch a model, from its MDS2 (ANSI/NEMA HN 1-2019), section CSUP, in the words of the table models.

CSUP-2 operating system, -3 drivers and firmware, -4 anti-malware, -5 other commercial software, -6 other software; of
each `.1` the owner may install, `.2` only the manufacturer or an authorised service, `.3` remotely, `.4` patches of
third parties without approval. CSUP-1: are updates needed at all; CSUP-8: do they install themselves.
"""

from dataclasses import dataclass, replace

from scheduler.domain.advisories import Disclosed, Disclosure
from scheduler.domain.equipment import Answer, Model, PatchPerformer

SYSTEM = "CSUP-2"
KINDS = (SYSTEM, "CSUP-3", "CSUP-4", "CSUP-5", "CSUP-6")


@dataclass(frozen=True, slots=True)
class PatchRights:
    """Who may install patches, and how. `is_applicable` no: there is nothing to patch, which is said so.

    `is_remote`: without a trip, but with a clinical window and the check afterwards. `installs_itself`: only the check
    is left. `third_party_os`: patches of the operating system's maker, without the manufacturer's approval.
    """

    performer: PatchPerformer
    is_applicable: bool
    is_remote: bool
    third_party_os: Answer
    installs_itself: bool

    def completing(self, model: Model) -> Model:
        """The model with what the form says in the places that the table leaves unknown."""
        unknown = model.patch_performer is PatchPerformer.UNKNOWN
        return replace(
            model,
            patch_performer=self.performer if unknown else model.patch_performer,
            third_party_os_patches=_known(model.third_party_os_patches, self.third_party_os),
            patch_applicable=_known(model.patch_applicable, Answer.UNKNOWN if self.is_applicable else Answer.NO),
            patch_remote=_known(model.patch_remote, Answer.YES if self.is_remote else Answer.UNKNOWN),
            patch_automatic=_known(model.patch_automatic, Answer.YES if self.installs_itself else Answer.UNKNOWN),
        )


def rights_of(disclosure: Disclosure) -> PatchRights:
    """Read the rights off the answers: what one kind of software needs, the manufacturer or a trip, all of it needs."""
    needed, owner = (_any(disclosure, part) for part in (".2", ".1"))
    remote = {disclosure.says(f"{kind}.3") for kind in KINDS}
    system_by_others = disclosure.says(f"{SYSTEM}.4")
    return PatchRights(
        performer=_performer(needed, owner),
        is_applicable=_is_applicable(disclosure),
        is_remote=Disclosed.YES in remote and Disclosed.NO not in remote,
        third_party_os=_third_party(system_by_others, disclosure.says(f"{SYSTEM}.2")),
        installs_itself=disclosure.says("CSUP-8") is Disclosed.YES,
    )


def in_force(model: Model, disclosure: Disclosure | None) -> Model:
    """The model with what its MDS2 says in the places that the table models leaves unknown."""
    return model if disclosure is None else rights_of(disclosure).completing(model)


def _known(said: Answer, by_form: Answer) -> Answer:
    return by_form if said is Answer.UNKNOWN else said


def _performer(needed: Disclosed, owner: Disclosed) -> PatchPerformer:
    if needed is Disclosed.YES:
        return PatchPerformer.MANUFACTURER
    return PatchPerformer.OWNER if owner is Disclosed.YES else PatchPerformer.UNKNOWN


def _third_party(allowed: Disclosed, vendor_needed: Disclosed) -> Answer:
    if allowed is Disclosed.YES and vendor_needed is not Disclosed.YES:
        return Answer.YES
    return Answer.UNKNOWN if allowed is Disclosed.UNKNOWN else Answer.NO


def _is_applicable(disclosure: Disclosure) -> bool:
    if disclosure.says("CSUP-1") in (Disclosed.NO, Disclosed.NOT_APPLICABLE):
        return False
    return any(disclosure.says(kind) is not Disclosed.NOT_APPLICABLE for kind in KINDS)


def _any(disclosure: Disclosure, part: str) -> Disclosed:
    found = {disclosure.says(f"{kind}{part}") for kind in KINDS}
    for answer in (Disclosed.YES, Disclosed.NO, Disclosed.UNKNOWN):
        if answer in found:
            return answer
    return Disclosed.NOT_APPLICABLE
