"""Follower audit: who follows this creator?"""

from core.web import audit_inputs, audit_panels
from core.web.cached import current
from core.web.shell import ensure_frame
from core.web.widgets import page_header

ensure_frame()
build = current()
page_header("Follower audit", "Who follows this creator?", "group_search")
creator = audit_inputs.creator_line(build)
inputs = audit_inputs.files()
if inputs.sample is None:
    audit_panels.what_is_accepted()
else:
    found = audit_inputs.audited(inputs)
    if found is not None:
        audit_panels.whole_audit(found, inputs, creator)
