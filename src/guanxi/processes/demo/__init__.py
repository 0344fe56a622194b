"""The demo operator 华远物流 (Huayuan Logistics): an invented world, the same from the same seed (D136)."""

from guanxi.processes.demo.files import DemoFile, write_demo_files
from guanxi.processes.demo.seasons import FACTS_END as BUSINESS_DATE
from guanxi.processes.demo.staff import TEAM_NAMES_EN, DemoPerson, demo_staff

__all__ = [
    "BUSINESS_DATE",
    "TEAM_NAMES_EN",
    "DemoFile",
    "DemoPerson",
    "demo_staff",
    "write_demo_files",
]
