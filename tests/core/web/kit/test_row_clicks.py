"""Which row a click means."""

from __future__ import annotations

from core.web.kit.row_clicks import clicked_cell, clicked_row
from core.web.kit.view_keys import view_key


def test_a_check_box_and_a_cell_both_mean_their_row() -> None:
    assert clicked_row({"rows": [3], "cells": []}, 5) == 3
    assert clicked_row({"rows": [], "cells": [(2, "creator")]}, 5) == 2


def test_ticked_rows_are_no_click_on_a_cell() -> None:
    assert clicked_cell({"rows": [3, 4], "cells": []}, 5) is None
    assert clicked_cell({"rows": [3], "cells": [(2, "creator")]}, 5) == 2


def test_nothing_or_a_row_that_is_gone_means_no_row() -> None:
    assert clicked_row({}, 5) is None
    assert clicked_row({"rows": [9], "cells": [(7, "niche")]}, 5) is None
    assert clicked_row({"rows": [0]}, 0) is None


def test_a_key_changes_with_what_is_shown_only() -> None:
    assert view_key("build", ("micro",), 1) == view_key("build", ("micro",), 1)
    assert view_key("build", ("micro",), 1) != view_key("build", ("nano",), 1)
