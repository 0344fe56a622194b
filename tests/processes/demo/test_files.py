from hashlib import sha256
from pathlib import Path

from guanxi.processes.demo import DemoFile, write_demo_files
from guanxi.processes.file_import import KINDS

# One world for everybody: a new digest is a new world, and every published figure of the demo with it.
DIGESTS = {
    "audiences.csv": "ee694334961e0bb33e4f3e209f487986855b3ffc0fc57c6dbf0bf9c828cf6c0b",
    "campaigns.csv": "51efedc2021cabea7a243a656475d87e03241cd31f56f6dc18e09fe5a097ead6",
    "contacts_1.csv": "a764ce31dddd2400ef5a4a3d9a33a4bb0aa08f1a7b64aae458c2180b189b2218",
    "contacts_2.csv": "a744d6f02f9ae266cbad5428b3ad4056c4ad7b85519e56354c8c32e8c78126cd",
    "cost_activities.csv": "99798eb7d44dbcc956305ec0ea38e3dd550a97ea2457d8a301798a5b999e3ee1",
    "cost_rates.csv": "20e400d960a40f1a0cd487a4b8a75f6ba1bc47788e4d456f58a0a75535f228d4",
    "credit_grades.csv": "26761226f4ac188a717ec290143bf23dd3a6baf9f2aa86d7ecf1dd7694d35941",
    "customers.csv": "b9699d8f42a0fb37013d1af12d85d16a19a108406720f48f3a6461a719c6a2ee",
    "invoices.csv": "f7f62e8bf7f238bd8f930e86128367e098f0116d1516c88e3a3094a522a91c58",
    "payments.csv": "e3e94b8226001f1baef0ae85e333c6cf055cb4fcf7d2b43c1da5103792b4ddeb",
    "shipments.csv": "f6a200e45d7d0e67ed4f69f52b0bfcb9b5e88a3e1c1c6b3c513a4cb70fe175b0",
}
# File → kind and rows without the header, in the order of import.
ROWS = {
    "audiences.csv": ("audiences", 5),
    "campaigns.csv": ("campaigns", 1),
    "customers.csv": ("customers", 593),
    "contacts_1.csv": ("customers", 42),
    "contacts_2.csv": ("customers", 32),
    "credit_grades.csv": ("credit_grades", 83),
    "shipments.csv": ("shipments", 9382),
    "invoices.csv": ("invoices", 1369),
    "payments.csv": ("payments", 1163),
    "cost_rates.csv": ("cost_rates", 10),
    "cost_activities.csv": ("cost_activities", 2317),
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_files_are_the_same_bytes_on_every_machine_and_python(
    demo_files: list[DemoFile], demo_folder: Path
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
    assert [file.path.parent for file in files] == [tmp_path / "var" / "demo"] * len(files)
    assert all(file.path.is_file() for file in files)


def test_files_come_in_the_order_of_their_import_and_rows_are_counted(demo_files: list[DemoFile]) -> None:
    assert {file.path.name: (file.kind, file.rows) for file in demo_files} == ROWS
    assert [file.path.name for file in demo_files] == list(ROWS)
    for file in demo_files:
        assert file.kind in KINDS
        assert file.path.read_text(encoding="utf-8").count("\n") == file.rows + 1


def test_files_are_plain_utf_8_without_mark_and_with_line_feeds(demo_files: list[DemoFile]) -> None:
    for file in demo_files:
        content = file.path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content


def test_no_cell_would_run_as_a_formula(demo_files: list[DemoFile]) -> None:
    for file in demo_files:
        text = file.path.read_text(encoding="utf-8")
        cells = text.replace("\n", ",").replace('"', "").split(",")
        assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS)]
