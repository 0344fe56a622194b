"""Amounts as expressions: what is read, what is refused, and that the arithmetic is exact."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxi_analysis import InvalidExpression, UnreadableColumn
from guanxi_analysis.expression import Name, Negation, Node, Number, Operation, names_in, parse
from tests.analysis.files import classify, text_file


def test_products_bind_before_sums_and_both_from_the_left() -> None:
    assert parse("a - b * 2 - -c") == Operation(
        "-",
        Operation("-", Name("a"), Operation("*", Name("b"), Number(2, 0))),
        Negation(Name("c")),
    )
    assert parse("a / b / (c)") == Operation("/", Operation("/", Name("a"), Name("b")), Name("c"))


def test_names_are_words_of_any_script_or_stand_in_double_quotes() -> None:
    tree = parse('"Line ""Item"" Value" + 运费_1 * "运费_1" - .5')

    assert names_in(tree) == ['Line "Item" Value', "运费_1"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a ; DROP TABLE x", "character 3: ; DROP TAB"),
        ("a + 'b'", "character 5: 'b'"),
        ("sum(a)", r"character 4: \("),
        ("a b", "character 3: b"),
        ("(a", "ends where"),
        ("a)", r"character 2: \)"),
        ("a *", "ends where"),
        ("", "ends where"),
        ("2a", "character 1: 2a"),
        ("1.2.3", r"character 1: 1\.2\.3"),
        ("1e5", "character 1: 1e5"),
        ("a = b", "character 3: = b"),
        ('a + "b', 'character 5: "b'),
        ("a::int", "character 2: ::int"),
        ("a -- b'", "character 7: '"),
        ("a" * 1001, "longer than 1000"),
        ("a" + "+a" * 101, "more than 100 operations"),
        ("(" * 51 + "a" + ")" * 51, "more than 50 deep"),
        ("1" * 31, "more than 30 digits"),
    ],
)
def test_everything_else_is_refused_at_its_place(text: str, message: str) -> None:
    with pytest.raises(InvalidExpression, match=message):
        parse(text)


def test_an_argument_that_is_a_column_is_that_column(tmp_path: Path) -> None:
    path = text_file(tmp_path, "customer,date,Freight Cost (USD),a - b,a,b\nx,2025-01-01,5,7,100,1\n")

    assert classify(path, amount="Freight Cost (USD)").column("revenue_minor") == {"x": "500"}
    assert classify(path, amount="a - b").column("revenue_minor") == {"x": "700"}
    assert classify(path, amount="a-b").column("revenue_minor") == {"x": "9900"}


def test_a_name_of_the_expression_that_is_no_column_is_an_unreadable_column(tmp_path: Path) -> None:
    path = text_file(tmp_path, "customer,date,amount\nx,2025-01-01,5\n")

    with pytest.raises(UnreadableColumn, match="no column rebate"):
        classify(path, amount="amount - rebate")


def test_division_by_zero_leaves_the_row_out(tmp_path: Path) -> None:
    path = text_file(tmp_path, "customer,date,a,b\nx,2025-01-01,5,0\nx,2025-01-02,5,2\n")

    found = classify(path, amount="a / b")

    assert found.result.excluded_rows["bad_amount"] == 1
    assert found.column("revenue_minor") == {"x": "250"}


def test_a_zero_that_multiplying_out_would_hide_is_still_a_division_by_zero(tmp_path: Path) -> None:
    path = text_file(tmp_path, "customer,date,a,b\nx,2025-01-01,0,2\nx,2025-01-02,3,2\n")

    found = classify(path, amount="a / (b / a)")

    assert found.result.excluded_rows["bad_amount"] == 1
    assert found.column("revenue_minor") == {"x": "450"}


def test_a_product_beyond_64_bits_leaves_the_row_out(tmp_path: Path) -> None:
    path = text_file(tmp_path, f"customer,date,a\nx,2025-01-01,{10**15}\ny,2025-01-01,3\n")

    found = classify(path, amount="a * a")

    assert found.result.excluded_rows["bad_amount"] == 1
    assert found.column("revenue_minor") == {"y": "900"}


def test_as_many_operations_as_are_allowed_can_be_computed(tmp_path: Path) -> None:
    path = text_file(tmp_path, "customer,date,a\nx,2025-01-01,4\n")
    sums, quotients = "+".join(["a"] * 101), "a" + "-1/a" * 50

    assert classify(path, amount=sums).column("revenue_minor") == {"x": "40400"}
    assert classify(path, amount=quotients).column("revenue_minor") == {"x": "-850"}


leaves = st.one_of(
    st.sampled_from(["a", "b", '"c d"']).map(lambda name: (name, name.strip('"'))),
    st.decimals(0, 99, places=2).map(lambda number: (str(number), number)),
)


def _compound(inner: st.SearchStrategy[tuple[str, object]]) -> st.SearchStrategy[tuple[str, object]]:
    return st.tuples(st.sampled_from("+-*/"), inner, inner).map(
        lambda parts: (f"({parts[1][0]} {parts[0]} {parts[2][0]})", (parts[0], parts[1][1], parts[2][1]))
    )


def _value(tree: object, row: dict[str, Fraction]) -> Fraction | None:
    if isinstance(tree, tuple):
        sign, left, right = tree[0], _value(tree[1], row), _value(tree[2], row)
        if left is None or right is None or (sign == "/" and right == 0):
            return None
        return (
            {"+": left + right, "-": left - right, "*": left * right}.get(sign)
            if sign != "/"
            else left / right
        )
    return row[tree] if isinstance(tree, str) else Fraction(str(tree))


def _half_away(value: Fraction) -> int:
    return (abs(value) * 100 + Fraction(1, 2)).__floor__() * (1 if value > 0 else -1)


@settings(max_examples=60, deadline=None)
@given(
    written=st.recursive(leaves, _compound, max_leaves=6),
    values=st.tuples(*[st.decimals(-999, 999, places=3)] * 3),
)
def test_expressions_are_exact_and_round_half_away_from_zero(
    tmp_path_factory: pytest.TempPathFactory, written: tuple[str, object], values: tuple[object, ...]
) -> None:
    text, tree = written
    row = dict(zip(("a", "b", "c d"), (Fraction(str(value)) for value in values), strict=True))
    expected = _value(tree, row)
    path = text_file(
        tmp_path_factory.mktemp("expression"),
        "customer,date,a,b,c d,one\nx,2025-01-01," + ",".join(map(str, values)) + ",1.5\n",
    )

    found = classify(path, amount=f"{text} + one - one", decimal=".", as_of=date(2025, 6, 30))

    revenue = found.column("revenue_minor").get("x")
    assert revenue == (None if expected is None else str(_half_away(expected)))


def test_names_in_is_empty_for_a_constant() -> None:
    constant: Node = parse("2 * 3")

    assert names_in(constant) == []
