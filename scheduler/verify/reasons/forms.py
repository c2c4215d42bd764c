"""All sentences that a reason can be; the first that fits counts."""

from scheduler.verify.reasons.form import Form
from scheduler.verify.reasons.peoples_minutes import MINUTES
from scheduler.verify.reasons.rules_alone import RULES_ALONE
from scheduler.verify.reasons.what_is_taken import TAKEN

FORMS: tuple[Form, ...] = (*RULES_ALONE, *TAKEN, *MINUTES)
