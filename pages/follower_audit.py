"""Follower audit: who follows this creator?"""

from core.web.follower_audit import inputs as audit_inputs
from core.web.follower_audit import panels as audit_panels
from core.web.kit.cache import current
from core.web.kit.widgets import page_header
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
page_header("Follower audit", "Who follows this creator?", "group_search")
creator = audit_inputs.creator_line(build)
inputs = audit_inputs.files()
if inputs.sample is None:
    audit_panels.what_is_accepted()
else:
    audited = audit_inputs.audited(inputs)
    if audited is not None:
        audit_panels.whole_audit(audited, inputs, creator)
