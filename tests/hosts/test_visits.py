"""
One request on its way to its layout.
"""

from pathlib import Path

import pytest

import blockrules
from blockrules.hosts.request import personal
from blockrules.hosts.visits import Newest, Visit

TEXT = "facts { front: bool }\nregion hero when front\n"
PAGE = {"front": True}


def test_a_layout_is_found_once() -> None:
    """
    And its page read once.
    """
    asked = []

    def page() -> object:
        asked.append("once")
        return PAGE

    visit = Visit(Newest(blockrules.loads(TEXT), {}), {"front": ()})
    assert visit.explanation() is None
    assert visit.laid_out(page) is visit.laid_out(page) is visit.layout
    assert asked == ["once"]
    explanation = visit.explanation()
    assert explanation is not None
    assert explanation.region("hero").shown


def test_a_visit_is_by_one_version(tmp_path: Path) -> None:
    """
    Whatever becomes of the file; the next one has the new.
    """
    file = tmp_path / "a.blockrules"
    file.write_text(TEXT)
    watched = blockrules.watch(file, interval=0)
    rules = Newest(watched, {})
    assert rules.watched is watched
    visit = Visit(rules, {})
    assert visit.rules.regions(PAGE) == ("hero",)
    file.write_text("facts { front: bool }\nregion villain")
    watched.refresh()
    assert visit.laid_out(lambda: PAGE).names == ("hero",)
    assert Visit(rules, {}).laid_out(lambda: PAGE).names == ("villain",)


def test_a_file_is_watched(tmp_path: Path) -> None:
    """
    Where rules are given by their path; its errors come at once.
    """
    file = tmp_path / "a.blockrules"
    file.write_text(TEXT)
    assert Newest(file, {})().regions(PAGE) == Newest(str(file), {})().regions(PAGE) == ("hero",)
    assert Newest(blockrules.load(file), {}).watched is None
    with pytest.raises(FileNotFoundError):
        Newest(tmp_path / "b.blockrules", {})()


def test_who_never_asked_is_left_alone() -> None:
    """
    A response without a layout hangs on none.
    """
    visit = Visit(Newest(blockrules.loads(TEXT), {}), {})
    assert visit.told({"Vary": "Cookie"}) == {}


def test_it_can_be_too_late_to_ask() -> None:
    """
    When the headers are gone, no cache could be told; but what was found before can still be had.
    """
    late = Visit(Newest(blockrules.loads(TEXT), {}), {})
    late.told({})
    with pytest.raises(RuntimeError, match="before the response begins"):
        late.laid_out(lambda: PAGE)
    early = Visit(Newest(blockrules.loads(TEXT), {}), {})
    layout = early.laid_out(lambda: PAGE)
    assert early.told({}) == {"Vary": "*", "Cache-Control": "private"}
    assert early.laid_out(lambda: PAGE) is layout


def test_what_divides_a_caches_pages_is_read_last(tmp_path: Path) -> None:
    """
    After what stands in the address, and before what is personal, in whatever order a file declares it; so a response
    hangs on no more headers than it must.
    """
    text = """
    facts { name: text  device: one of desktop, mobile  front: bool  odd: bool }
    region greeting when not front and device is mobile and name is "Ann"
    region advert when not front and device is desktop and odd
    """
    headers = {"name": personal("Cookie"), "device": ("A", "B"), "front": (), "no_fact": ()}
    rules = Newest(blockrules.loads(text), headers)
    page = {"name": "Ann", "device": "mobile", "front": True, "odd": True}
    assert rules() is rules()
    assert rules().layout(page).vary == ("front",)
    assert rules().layout(page | {"front": False}).vary == ("device", "front", "name")
    assert rules().layout(page | {"front": False, "device": "desktop"}).vary == ("device", "front", "odd")
    assert blockrules.loads(text).layout(page).vary == ("device", "front", "name")


def test_new_rules_that_do_not_fit_the_site_are_not_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """
    Where those before them take the page, it is laid out by those, and the log says why once; the next that fit are
    used.
    """
    file = tmp_path / "a.blockrules"
    file.write_text(TEXT)
    rules = Newest(blockrules.watch(file, interval=0), {"front": ()})

    def visited(page: object) -> tuple[str, ...]:
        return Visit(rules, {}).laid_out(lambda: page).names

    def save(text: str) -> None:
        file.write_text(text)
        assert rules.watched
        rules.watched.settle()

    assert visited(PAGE) == ("hero",)
    save("facts { front: bool  more: text }\nregion other when front")
    assert visited(PAGE) == visited(PAGE) == ("hero",)
    (told,) = [each for each in caplog.messages if "do not fit" in each]
    assert "`more`: expected text, nothing came" in told
    save('facts { front: bool  less: text }\nregion other when front and less is "x"')
    assert visited(PAGE) == ("hero",)
    with pytest.raises(blockrules.PageError):
        visited({"front": "yes"})
    assert visited(PAGE | {"less": "of it"}) == ()
    assert visited(PAGE) == ("hero",)
    save("facts { front: bool }\nregion third when front")
    assert visited(PAGE) == ("third",)


def test_a_page_that_no_rules_take_is_an_error() -> None:
    """
    Be they the first, or the only ones.
    """
    rules = Newest(blockrules.loads(TEXT), {})
    for page in ({}, PAGE, {}):
        visit = Visit(rules, {})
        if page:
            assert visit.laid_out(lambda: PAGE).names == ("hero",)
        else:
            with pytest.raises(blockrules.PageError):
                visit.laid_out(dict)


def test_what_does_not_fit_the_table_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """
    Once for each version.
    """
    file = tmp_path / "a.blockrules"
    file.write_text(TEXT)
    rules = Newest(blockrules.watch(file, interval=0), {})
    rules()
    rules()
    file.write_text("facts { front: bool  late: bool = false }\nregion hero when front and late\n")
    assert rules.watched
    rules.watched.settle()
    rules()
    names = [each.partition("says nothing of ")[2].partition(":")[0] for each in caplog.messages if "table" in each]
    assert names == ["`front`", "`front`", "`late`"]
