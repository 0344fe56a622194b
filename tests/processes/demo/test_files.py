from hashlib import sha256
from pathlib import Path

from guanxi.processes.demo import DemoFiles, write_demo_files

# One world for everybody: a new digest is a new world, and every published figure of the demo with it.
DIGESTS = {
    "audiences.csv": "ee694334961e0bb33e4f3e209f487986855b3ffc0fc57c6dbf0bf9c828cf6c0b",
    "customers.csv": "154b2973b21ea37d15eb8f1e6df8d7e9fb9fcade9cf14b4f229ade8fbc895848",
    "shipments.csv": "95835113b5825721b9125986177089ff09d82e51aeb54a6871464e79cedaa8b2",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_files_are_the_same_bytes_on_every_machine_and_python(
    demo_files: DemoFiles, demo_folder: Path
) -> None:
    assert digests(demo_folder) == DIGESTS


def test_a_second_run_writes_the_same_bytes_over_the_first(tmp_path: Path) -> None:
    write_demo_files(tmp_path, seed=5)
    first = digests(tmp_path)
    write_demo_files(tmp_path, seed=5)
    assert digests(tmp_path) == first


def test_another_seed_is_another_world(tmp_path: Path) -> None:
    write_demo_files(tmp_path, seed=5)
    others = digests(tmp_path)
    assert others["customers.csv"] != DIGESTS["customers.csv"]
    assert others["shipments.csv"] != DIGESTS["shipments.csv"]


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    files = write_demo_files(tmp_path / "var" / "demo")
    assert files.shipments.path == tmp_path / "var" / "demo" / "shipments.csv"
    assert files.shipments.path.is_file()


def test_rows_are_counted_without_the_header(demo_files: DemoFiles) -> None:
    for file in (demo_files.audiences, demo_files.customers, demo_files.shipments):
        assert file.path.read_text(encoding="utf-8").count("\n") == file.rows + 1
    assert (demo_files.audiences.rows, demo_files.customers.rows) == (5, 380)
    assert 9_000 <= demo_files.shipments.rows <= 11_000


def test_files_are_plain_utf_8_without_mark_and_with_line_feeds(demo_files: DemoFiles) -> None:
    for file in (demo_files.audiences, demo_files.customers, demo_files.shipments):
        content = file.path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content


def test_no_cell_would_run_as_a_formula(demo_files: DemoFiles) -> None:
    for file in (demo_files.audiences, demo_files.customers, demo_files.shipments):
        text = file.path.read_text(encoding="utf-8")
        cells = text.replace("\n", ",").replace('"', "").split(",")
        assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS)]
