"""Which product and version somebody means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.model import Product
from kbassist.products import (
    ALL,
    covers,
    families,
    fold_name,
    lists,
    parse,
    same_product,
    says_all,
)

C4C = families(
    [
        Product("SAP Cloud for Customer add-ins", ("C4C", "SAP Cloud for Customer")),
        Product("SAP Hybris Cloud for Customer", ("C4C",)),
        Product("SAP HANA Cloud Integration", ("HCI",)),
        Product("Cloud Integration", ("CPI", "HCI")),
        Product("SAP Business ByDesign"),
    ]
)


def test_names_are_joined_across_articles() -> None:
    customer = {
        "c4c",
        "cloud for customer",
        "cloud for customer add ins",
        "hybris cloud for customer",
    }
    integration = {"cloud integration", "cpi", "hana cloud integration", "hci"}
    assert list(map(set, C4C)) == [customer, integration]


def test_families_do_not_depend_on_the_order_of_articles() -> None:
    chain = [Product("a", ("b",)), Product("c", ("d",)), Product("b", ("c",)), Product("x", ("y",))]
    assert families(chain) == families(chain[::-1])
    assert families(chain) == (frozenset("abcd"), frozenset("xy"))


@pytest.mark.parametrize(
    ("given_name", "listed", "same"),
    [
        ("SAP Cloud for Customer", "SAP Cloud for Customer", True),
        ("sap cloud for  customer", "SAP Cloud for Customer.", True),
        ("Cloud for Customer", "SAP Cloud for Customer", True),
        ("SAP Cloud for Customer", "SAP Cloud for Customer add-ins", True),
        ("C4C", "SAP Hybris Cloud for Customer", True),
        ("SAP Hybris Cloud for Customer", "SAP Cloud for Customer add-ins", True),
        ("CPI", "SAP HANA Cloud Integration", True),
        ("Cloud for Customer add-ins", "SAP Business ByDesign", False),
        ("C4C", "SAP HANA Cloud Integration", False),
        ("Custom", "SAP Cloud for Customer", False),
        ("SAP Cloud for Customer add-ins", "SAP Cloud for Sales", False),
        ("ByDesign", "SAP Business ByDesign", True),
        ("", "SAP Business ByDesign", False),
        ("---", "SAP Business ByDesign", False),
        ("SAP", "SAP", True),
        ("S/4HANA", "SAP S/4HANA Cloud Public Edition", True),
    ],
)
def test_same_product(given_name: str, listed: str, same: bool) -> None:
    assert same_product(given_name, listed, C4C) is same


def test_a_product_is_itself_without_any_family() -> None:
    assert same_product("C4C", "c4c")
    assert not same_product("C4C", "SAP Hybris Cloud for Customer")
    assert fold_name("SAP") == "sap"


@pytest.mark.parametrize(
    ("listed", "inside", "outside"),
    [
        ("1605", "1605", "1602"),
        ("1605", "b1605", "16"),
        ("b2111", "2111", "2108"),
        ("1211..1802", "1211 1605 1802", "1208 1805"),
        ("1211…1802", "1605", "1805"),
        (">=1805", "1805 2508", "1802"),
        ("≥ 1805", "2508", "1802"),
        (">1805", "1808", "1805"),
        ("<=1805", "1805 1211", "1808"),
        ("<1805", "1802", "1805"),
        ("2.16 - 2.18", "2.16 2.17.1 2.18 2.18.3", "2.15.9 2.19 2.2"),
        ("from 2.16 to 2.18", "2.17", "2.15 2.19"),
        ("1802..", "1802 2508", "1711"),
        ("..1802", "1211 1802", "1805"),
        ("2.16-2.18", "2.17", "2.19"),
        ("2.16 – 2.18", "2.17", "2.19"),
        ("2.16 to 2.18", "2.17", "2.19"),
        ("(<2.17)", "2.16.2", "2.17 2.17.1"),
        ("(>=2.17)", "2.17 2.17.1 3", "2.16.2"),
        ("2.19.0+", "2.19 2.19.0 2.20 3.0", "2.18 2.18.9"),
        ("2.19 and higher", "2.19 2.20", "2.18"),
        ("2.19 or earlier", "2.19.4 2.18 1", "2.20"),
        ("up to 2.19", "2.19.4 2.18 1", "2.20"),
        ("since 2.19", "2.19.4", "2.18"),
        ("before 2.19", "2.18", "2.19"),
        ("4.x", "4.0 4 4.3 4.3.1", "3.9 5.0 40"),
        ("4.*", "4.2", "5"),
        ("4.x (BI 4.0 / 4.1 / 4.2 / 4.3)", "4.2", "5.0"),
        ("4.0 / 4.1", "4.0 4.1 4.1.7", "4.2"),
        ("1605, 1608 and 1702", "1605 1608 1702", "1611"),
        ("4.0", "4 4.0 4.0.0 4.0.5", "4.1 40"),
        ("4.10", "4.10", "4.1 4.2"),
        ("10", "10.1", "9 1 100"),
        ("1H 2022", "1H_2022 1H2022 H1-2022 2022/1H_2022", "2H_2022 1H_2023 2023"),
        ("1H 2022..2H 2023", "2H_2022 2023", "1H_2024 2021"),
        ("7.50 SP12", "7.50 7.50.12", "7.51"),
        ("12c", "12c", "12d 11g"),
        ("2023-06", "2023-06", "2023-07"),
        ("version 3.0", "3.0", "2.0"),
        ("R/3 Enterprise", "R/3_enterprise", "R/2 3"),
        ("all", "1605 4.x Eclipse", ""),
        ("all versions", "1605", ""),
        ("All supported versions.", "1605", ""),
        ("release independent", "1605", ""),
        ("*", "1605", ""),
    ],
)
def test_covers(listed: str, inside: str, outside: str) -> None:
    """Versions between blanks, `_` for a blank inside one."""
    assert [one for one in inside.split() if not covers([listed], one.replace("_", " "))] == []
    assert [one for one in outside.split() if covers([listed], one.replace("_", " "))] == []


def test_a_listed_version_beats_all() -> None:
    assert covers(["all"], "1605")
    assert not lists(["all"], "1605")
    assert lists(["all", "1605"], "1605")
    assert says_all("All versions")
    assert not says_all("1605")


def test_nothing_listed_covers_nothing() -> None:
    assert not covers([], "1605")


@pytest.mark.parametrize("text", ["Eclipse", "1..2..3", "..", "x..y", "1" * 5000, ">"])
def test_what_is_no_version_is_only_equal_to_itself(text: str) -> None:
    assert parse(text) == ()
    assert covers([text], text.upper())
    assert not covers([text], "1605")


@given(st.text(max_size=30))
def test_any_text_covers_itself(text: str) -> None:
    assert covers([text], text)


NUMBERS = st.lists(st.integers(0, 3000), min_size=1, max_size=4)


@given(NUMBERS, NUMBERS)
def test_bounds_divide_all_versions(a: list[int], b: list[int]) -> None:
    """What is not below a version is at or above it, for versions written equally long."""
    length = max(len(a), len(b))
    one, two = (".".join(map(str, [*x, *[0] * (length - len(x))])) for x in (a, b))
    assert covers([f"<{one}"], two) != covers([f">={one}"], two)
    assert covers([f"<={one}"], two) != covers([f">{one}"], two)
    assert covers([f"{one}..{two}"], one) or covers([f"{two}..{one}"], one)


def test_all_overlaps_everything() -> None:
    assert all(ALL.overlaps(one) for text in ("1605", "<2", ">2") for one in parse(text))
