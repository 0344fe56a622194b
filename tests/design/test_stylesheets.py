"""What the stylesheets promise: layers, one file a component, contrast in both themes, small scripts."""

import math
import re
from pathlib import Path

import pytest

from guanxi import design, interfaces

STATIC = Path(design.__file__).parent / "static/design"
MARKUP = [
    path
    for folder in (Path(design.__file__).parent, Path(interfaces.__file__).parent)
    for path in folder.rglob("*.html")
]
INDEX = (STATIC / "index.css").read_text()
PAGES = list(Path(interfaces.__file__).parent.rglob("static/**/*.css"))
SCRIPTS = [*STATIC.glob("*.js"), *Path(interfaces.__file__).parent.rglob("static/**/*.js")]
STYLES = {path: path.read_text() for path in [*STATIC.glob("*.css"), *PAGES]}
FOUNDATIONS = {"reset", "tokens", "base", "utilities"}
TOKENS = (STATIC / "tokens.css").read_text()
Colour = tuple[float, float, float]


def test_the_layers_are_declared_once_and_in_order() -> None:
    assert "@layer reset, tokens, base, components, pages, utilities;" in INDEX


def test_every_file_is_imported_into_its_layer() -> None:
    imported = dict(re.findall(r'@import url\("([\w-]+)\.css"\) layer\((\w+)\);', INDEX))
    files = {path.stem for path in STATIC.glob("*.css")} - {"index"}
    assert imported.keys() == files
    for name, layer in imported.items():
        assert layer == (name if name in FOUNDATIONS else "components")


def classes_of(template: str) -> set[str]:
    """The class names a template writes out; one that goes on in a variable is tried with the components."""
    plain = re.sub(r"{%.*?%}", " ", re.sub(r"{{.*?}}", "", template))
    names = {name for group in re.findall(r'class="([^"]*)"', plain) for name in group.split()}
    return {name for name in names if not name.endswith("-")}


@pytest.mark.parametrize("path", MARKUP, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_class_in_a_template_is_styled_somewhere(path: Path) -> None:
    styled = set(re.findall(r"\.(-?[a-z][\w-]*)", " ".join(STYLES.values())))
    assert classes_of(path.read_text()) - styled == set()


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_a_behaviour_is_one_small_module_that_is_imported(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 40
    if path.stem != "index":
        assert f'import "./{path.name}";' in (STATIC / "index.js").read_text()


def test_every_behaviour_a_template_asks_for_exists() -> None:
    asked = {name for path in MARKUP for name in re.findall(r'data-behaviour="(\w+)"', path.read_text())}
    scripts = "".join(path.read_text() for path in SCRIPTS)
    assert asked
    assert {name for name in asked if f"[data-behaviour~='{name}']" not in scripts} == set()


def test_no_template_carries_style_or_script_of_its_own() -> None:
    for path in MARKUP:
        text = path.read_text()
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\ssrc=)", text), path


def test_every_custom_property_in_use_is_defined() -> None:
    text = " ".join(STYLES.values())
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= defined


def linear(lightness: float, chroma: float, hue: float) -> Colour:
    """oklch to linear sRGB (Ottosson 2020), clipped to the gamut."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return min(max(red, 0), 1), min(max(green, 0), 1), min(max(blue, 0), 1)


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2.2, relative luminance of linear sRGB."""
    bright, dim = sorted((0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (one, other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def colours(theme: int) -> dict[str, Colour]:
    pair = r"(--[\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\)"
    return {
        found[0]: linear(*(float(part) for part in found[1 + theme].split()))
        for found in re.findall(pair, TOKENS)
    }


GROUNDS = ("--canvas", "--surface", "--raised", "--sunken")
TEXT = [
    *((ink, ground) for ink in ("--ink", "--ink-soft", "--ink-faint", "--accent") for ground in GROUNDS),
    ("--on-accent", "--accent"),
    ("--on-accent", "--accent-strong"),
    ("--ink", "--accent-soft"),
    ("--ink-soft", "--accent-soft"),
    *(
        (tone, ground)
        for tone in (
            "--accent",
            "--good",
            "--warning",
            "--danger",
            "--platinum",
            "--gold",
            "--iron",
            "--lead",
        )
        for ground in ("--surface", "--canvas", f"{tone}-soft")
    ),
]
SHAPES = [("--line-strong", "--surface"), ("--line-strong", "--canvas"), ("--focus", "--canvas")]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"), [(*pair, 4.5) for pair in TEXT] + [(*pair, 3.0) for pair in SHAPES]
)
def test_contrast_is_enough_to_read(theme: int, ink: str, ground: str, least: float) -> None:
    known = colours(theme)
    assert contrast(known[ink], known[ground]) >= least


def test_the_conversion_of_colours_is_right() -> None:
    assert contrast(linear(1, 0, 0), linear(0, 0, 0)) == pytest.approx(21, abs=0.01)
    red = linear(0.627955, 0.257683, 29.2339)
    assert red == pytest.approx((1, 0, 0), abs=2e-3)
