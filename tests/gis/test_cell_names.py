import pytest

from gis.cell_names import cell_name, chinese_numeral


def test_cells_are_named_as_the_standard_has_it() -> None:
    assert cell_name("东山弄社区", 2, "zh") == "东山弄社区第二网格"
    assert cell_name("东山弄社区", 21, "zh", micro=3) == "东山弄社区第二十一网格第三微网格"
    assert cell_name("Dongshannong", 1002, "en") == "Dongshannong, cell 1002"


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "一"),
        (10, "十"),
        (19, "十九"),
        (30, "三十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (111, "一百一十一"),
        (1000, "一千"),
        (1005, "一千零五"),
        (1015, "一千零一十五"),
        (10000, "一万"),
        (10010, "一万零一十"),
        (11010, "一万一千零一十"),
        (100000, "十万"),
        (120304, "十二万零三百零四"),
    ],
)
def test_numbers_are_written_in_chinese_numerals(number: int, numeral: str) -> None:
    assert chinese_numeral(number) == numeral


def test_every_number_has_its_own_numeral() -> None:
    assert len({chinese_numeral(n) for n in range(1, 20_000)}) == 19_999


@pytest.mark.parametrize("number", [0, -1, 1_000_000])
def test_numbers_without_a_numeral_here_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="999,999"):
        chinese_numeral(number)
