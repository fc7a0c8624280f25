"""Does a mask hide what it promises, in every kind of value?"""

import pytest

from app.kinds.mask import PROFILES, mask, name


@pytest.mark.parametrize(
    ("kind", "text", "profile", "shown"),
    [
        ("id", "990101198706150017", "none", "990101198706150017"),
        ("id", "990101198706150017", "middle", "990101********0017"),
        ("id", "99010119870615005X", "last8", "9901011987********"),
        ("id", "990101870615001", "middle", "990101*****5001"),
        ("id", "12345", "middle", "*****"),
        ("id", "990101198706150017", "name", ""),
        ("phone", "19900001234", "middle", "199****1234"),
        ("phone", "0577-1234567", "last8", "0577-***4567"),
        ("phone", "66123", "middle", "*****"),
        ("phone", "19900001234", "name", ""),
        ("person", "单小红", "middle", "单小红"),
        ("person", "单小红", "name", "单*红"),
        ("choice", "990101198706150017", "name", "990101198706150017"),
    ],
)
def test_each_profile_hides_its_part(kind: str, text: str, profile: str, shown: str) -> None:
    assert mask(kind, text, profile) == shown


@pytest.mark.parametrize(("text", "shown"), [("解", "*"), ("解明", "解*"), ("阿依古丽", "阿**丽"), ("", "*")])
def test_names_keep_their_ends(text: str, shown: str) -> None:
    assert name(text) == shown


@pytest.mark.parametrize("profile", sorted(set(PROFILES) - {"none"}))
def test_free_text_lets_no_number_out(profile: str) -> None:
    shown = mask("text", "证号990101198706150017，旧号990101870615001，电话19900001234，户号990101000001", profile)
    assert "990101198706150017" not in shown
    assert "990101870615001" not in shown
    assert "19900001234" not in shown
    assert shown.endswith("户号990101000001")


def test_a_profile_that_does_not_exist_is_no_profile() -> None:
    with pytest.raises(KeyError):
        mask("id", "990101198706150017", "half")


def test_of_several_in_one_cell_each_is_hidden() -> None:
    assert mask("phone", "19900000017、19900000018", "middle") == "199****0017、199****0018"
    assert mask("phone", "0577-1234567、19900000018", "middle") == "0577-***4567、199****0018"
    assert mask("id", "990101198706150017、990101198706150025", "last8") == "9901011987********、9901011987********"
    assert mask("person", "张三、李小四", "name") == "张*、李*四"
    assert mask("phone", "19900000017、19900000018", "name") == ""
    assert mask("text", "张三、19900000018", "middle") == "张三、199****0018"
