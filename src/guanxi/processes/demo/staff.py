"""The people of 华远物流 who work in the demo. Accounts are made from them; no password is known here."""

from dataclasses import dataclass
from typing import Literal

from guanxi.processes.demo.places import Team

StaffRole = Literal[
    "sales",
    "account_manager",
    "service_agent",
    "operations",
    "claims",
    "finance",
    "compliance",
    "manager",
    "administrator",
]
TEAM_NAMES_EN: dict[Team, str] = {"华北": "North", "华东": "East", "华南": "South"}


@dataclass(frozen=True)
class DemoPerson:
    """One member of staff; `team` is None for those who work for the whole house."""

    name: str
    name_en: str
    email: str
    role: StaffRole
    team: Team | None


def _person(name: str, name_en: str, role: StaffRole, team: Team | None = None) -> DemoPerson:
    return DemoPerson(name, name_en, f"{name_en.lower().replace(' ', '.')}@huayuan.example", role, team)


_STAFF = (
    _person("宁采薇", "Ning Caiwei", "administrator"),
    _person("贺兰舟", "He Lanzhou", "manager"),
    _person("苏北辰", "Su Beichen", "account_manager", "华北"),
    _person("江一苇", "Jiang Yiwei", "account_manager", "华东"),
    _person("石听澜", "Shi Tinglan", "account_manager", "华南"),
    _person("祁连山", "Qi Lianshan", "sales", "华北"),
    _person("陆知秋", "Lu Zhiqiu", "sales", "华东"),
    _person("南乔", "Nan Qiao", "sales", "华南"),
    _person("温如玉", "Wen Ruyu", "service_agent"),
    _person("铁开山", "Tie Kaishan", "operations"),
    _person("白知微", "Bai Zhiwei", "claims"),
    _person("钱多宝", "Qian Duobao", "finance"),
    _person("方正平", "Fang Zhengping", "compliance"),
)


def demo_staff() -> list[DemoPerson]:
    """All staff, the administrator first; sales and account managers own customers."""
    return list(_STAFF)


def owner_email(team: Team, *, is_key_account: bool) -> str:
    """Who of the team looks after a customer: the account manager the key accounts, sales the others."""
    role = "account_manager" if is_key_account else "sales"
    return next(person.email for person in _STAFF if person.team == team and person.role == role)
