"""
What is said of an import.
"""

from blockrules.importers.draft import Draft, Region
from blockrules.importers.report import Ledger, Remark


def test_remarks_are_told_once_and_in_order() -> None:
    """By file and place; losses can be told apart."""
    ledger = Ledger()
    ledger.remark("b", "", "odd")
    ledger.lose("a", "x.y", "gone", blocks=2)
    ledger.remark("b", "", "odd")
    found = ledger.imported(Draft(("nothing",), {}, (), (Region("r"),), ()))
    assert [str(each) for each in found.remarks] == ["a: x.y: gone", "b: odd"]
    assert (found.text, found.regions) == ("# nothing\n\nregion r\n", 1)
    assert (found.lost, found.losses) == (2, (Remark("a", "x.y", "gone", is_loss=True),))
    assert found.losses[0].to_dict() == {"file": "a", "place": "x.y", "text": "gone", "loss": True}
