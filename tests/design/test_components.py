"""Components say what they take, escape what people typed, and never carry style or script."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib.messages.storage.base import Message
from django.forms import CharField, ChoiceField, Form, RadioSelect
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from guanxi.design import rendering, vocabulary
from guanxi.design.charts import MonthlyRevenue, revenue_by_month
from guanxi.design.components.lists import Tab
from guanxi.design.components.values import device, initials_of
from guanxi.design.explanation import Evidence, Explanation, Input, Previous
from guanxi.design.listing import Facet, Option, Sort
from guanxi.design.rendering import UnableToRender, register

EVIL = "<script>alert(1)</script>"
TEMPLATES = Path(rendering.__file__).parent / "templates/design"
DAY = date(2025, 6, 30)


class SampleForm(Form):
    name = CharField(label=EVIL, help_text="as on the licence")
    kind = ChoiceField(label="Kind", widget=RadioSelect, choices=[("a", EVIL)])


def context() -> Context:
    form = SampleForm({"name": "", "kind": "a"})
    return Context(
        {
            "evil": EVIL,
            "href": 'x" onclick="alert(1)',
            "at": datetime(2025, 6, 30, 8, tzinfo=UTC),
            "day": DAY,
            "form": form,
            "messages": [Message(40, EVIL)],
            "sort": Sort(QueryDict("tier=gold"), "-name"),
            "axis": Facet("tier", EVIL, [Option("gold", EVIL, 3)], QueryDict("tier=gold")),
            "tabs": [Tab(EVIL, "?a", 3, current=True)],
            "why": Explanation(
                EVIL,
                EVIL,
                (Input(EVIL, EVIL, DAY, "/x"),),
                Previous(EVIL, DAY),
                EVIL,
                DAY,
                (Evidence(EVIL, "/y"),),
            ),
            "figure": revenue_by_month([MonthlyRevenue(DAY, 1)], currency="CNY", language="en"),
        }
    )


USES = {
    "avatar": "{% avatar evil large=True %}",
    "badge": '{% badge evil tone="warning" icon_name="clock" title=evil %}',
    "button": '{% button evil tone="primary" icon_name="check" name="a" value=evil form="f" %}',
    "cell": "{% cell label=evil figure=True %}{{ evil }}{% endcell %}",
    "chart": "{% chart figure title=evil %}",
    "chips": "{% chips axes clear_href=href %}",
    "cluster": "{% cluster %}{{ evil }}{% endcluster %}",
    "column": '{% column evil key="name" sort=sort figure=True %}',
    "crumb": "{% crumb evil href=href %}{% crumb evil %}",
    "data_table": "{% data_table caption=evil id=evil %}{{ evil }}{% enddata_table %}",
    "empty_state": "{% empty_state title=evil href=href link=evil %}{{ evil }}{% endempty_state %}",
    "explained": '{% explained why=why name="a" %}{{ evil }}{% endexplained %}',
    "explained_at": '{% explained_at href=href name="a" %}{{ evil }}{% endexplained_at %}',
    "explanation": "{% explanation why %}",
    "facet": "{% facet axis %}",
    "field": "{% field form.name %}{% field form.kind %}",
    "filter_bar": "{% filter_bar count=evil %}{{ evil }}{% endfilter_bar %}",
    "form_errors": "{% form_errors form %}",
    "group_badge": '{% group_badge "backbone" why=why name="a" %}',
    "icon": '{% icon "truck" label=evil %}',
    "key_figure": '{% key_figure evil 12 href=href note=evil tone="good" %}',
    "keyset_pagination": "{% keyset_pagination newer_href=href older_href=href shown=evil %}",
    "link_button": "{% link_button evil href icon_only=True icon_name='x' %}",
    "messages_region": "{% messages_region %}",
    "nature_badge": '{% nature_badge "carrier_partner" %}',
    "notice": '{% notice title=evil tone="danger" dismissible=True %}{{ evil }}{% endnotice %}',
    "page_header": "{% page_header title=evil second_line=evil lead=evil %}{{ evil }}{% endpage_header %}",
    "panel": "{% panel title=evil count=3 href=href link=evil id=evil %}{{ evil }}{% endpanel %}",
    "purpose_badge": '{% purpose_badge "internal" %}',
    "search_box": "{% search_box value=evil label=evil %}",
    "tabs": "{% tabs tabs label=evil %}",
    "task_row": "{% task_row title=evil subject=evil href=href due_on=day %}{{ evil }}{% endtask_row %}",
    "tier_badge": '{% tier_badge "gold" why=why name="a" %}',
    "timeline_entry": "{% timeline_entry at=at title=evil actor=evil %}{{ evil }}{% endtimeline_entry %}",
}


def render(template: str, **more: object) -> str:
    values = context()
    values.update({"axes": [values["axis"]], **more})
    return Template(template).render(values)


def test_every_component_is_tried_here() -> None:
    assert USES.keys() == register.tags.keys()


@pytest.mark.parametrize("use", USES.values(), ids=USES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_people_typed_is_escaped_and_nothing_is_inline(use: str, language: str) -> None:
    with translation.override(language):
        html = render(use)
    assert "<script" not in html
    assert 'onclick="' not in html
    assert not re.search(r"<[^>]+\sstyle=", html)
    assert html.count("&lt;script&gt;") or "evil" not in use


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_misspelt_argument_is_a_mistake_of_the_template(use: str) -> None:
    misspelt = re.sub(r"{% (\w+)(.*?) %}", r'{% \1\2 titel="x" %}', use, count=1)
    with pytest.raises(TemplateSyntaxError, match="titel"):
        Template(misspelt)


@pytest.mark.parametrize(
    "use",
    [
        '{% tier_badge "silver" %}',
        '{% group_badge "loyal" %}',
        '{% purpose_badge "other" %}',
        '{% nature_badge "other" %}',
        '{% badge "x" tone="red" %}',
        '{% button "x" tone="red" %}',
        '{% button "x" type="image" %}',
        '{% panel tone="red" %}{% endpanel %}',
        '{% notice tone="red" %}{% endnotice %}',
        '{% icon "no-such-icon" %}',
        '{% explained why=why name="" %}x{% endexplained %}',
    ],
)
def test_a_value_outside_the_choices_raises(use: str) -> None:
    with pytest.raises(UnableToRender):
        render(use)


def test_a_tier_can_be_told_without_colour() -> None:
    outlines = {metal.outline for metal in vocabulary.TIERS.values()}
    assert len(outlines) == len(vocabulary.TIERS)


@pytest.mark.parametrize(("group", "reached"), [("potential", 1), ("basic", 3), ("backbone", 5)])
def test_a_group_fills_as_many_steps_as_it_is_far(group: str, reached: int) -> None:
    assert render("{% group_badge group %}", group=group).count("steps__reached") == reached


def test_no_tier_is_a_dash_that_is_read_as_words() -> None:
    html = render('{% tier_badge "" %}')
    assert "—" in html
    assert "No tier" in html


def test_an_explanation_shows_rule_inputs_with_dates_the_value_before_and_the_policy() -> None:
    why = Explanation(
        "Why gold?",
        "Rank 7 of 200.",
        (Input("Revenue", "¥1", DAY, "/revenue"),),
        Previous("Iron", date(2025, 3, 31)),
        "2025-1",
        DAY,
        (Evidence("96 waybills", "/shipments"),),
    )
    html = render('{% tier_badge "gold" why=why name="tier" %}', why=why)
    assert 'popovertarget="why-tier"' in html
    assert 'id="why-tier" popover' in html
    for said in ("Rank 7 of 200.", 'href="/revenue"', "Before: Iron, until 2025-03-31", "Policy 2025-1"):
        assert said in html
    assert 'href="/shipments"' in html


def test_a_mistake_is_told_at_the_field_and_in_the_summary_that_takes_the_focus() -> None:
    field, summary = render("{% field form.name %}"), render("{% form_errors form %}")
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_name_helptext id_name_error"' in field
    assert 'id="id_name_error"' in field
    assert "required" in field
    assert 'href="#id_name"' in summary
    assert "autofocus" in summary
    assert not render("{% form_errors form %}", form=SampleForm({"name": "x", "kind": "a"})).strip()


def test_a_column_says_how_it_is_sorted_and_where_a_click_leads() -> None:
    html = render('{% column "Name" key="name" sort=sort %}')
    assert 'aria-sort="descending"' in html
    assert 'href="?tier=gold"' in html


def test_paging_is_absent_when_all_is_shown() -> None:
    assert not render("{% keyset_pagination %}").strip()


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Li Na", "LN"), ("王小明", "小明"), ("Tom", "T"), ("anna maria berg", "AB"), ("", "?")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials_of(name) == letters


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/141 Mobile MicroMessenger/8.0", "WeChat · Android"),
        ("curl/8.9", "curl/8.9"),
    ],
)
def test_a_browser_is_called_as_people_call_it(user_agent: str, name: str) -> None:
    assert device(user_agent) == name


def test_every_component_has_its_template_used() -> None:
    sources = "".join(path.read_text() for path in TEMPLATES.parent.parent.parent.rglob("*.py"))
    unused = {path.stem for path in TEMPLATES.glob("*.html") if f'"{path.stem}"' not in sources}
    assert not unused
