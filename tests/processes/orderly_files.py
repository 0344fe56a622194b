"""Files of every kind whose rows may stand in any order: some stand twice, and what they name is on file."""

from tests.processes.importing import Row


def _shipments() -> list[Row]:
    """Sixty shipments of five customers to nine firms; five rows stand twice."""
    rows: list[Row] = [
        {
            "source_id": f"{number:04d}",
            "customer_number": f"C{number % 5}",
            "consignee": f"收货人{number % 9}" if number % 4 else f"公司{number % 5}",
            "delivered_on": f"2025-06-{number % 28 + 1:02d}" if number % 3 else "",
            "revenue": str(number * 100) if number % 7 else "",
        }
        for number in range(60)
    ]
    return rows + rows[:5]


def _customers() -> list[Row]:
    """Forty customers, each group with a tree of parents that stand anywhere in the file."""
    return [
        {
            "customer_number": f"N{number:03d}",
            "name": f"集团{number % 12}",
            "parent_number": f"N{(number - 1) // 2:03d}" if number else "",
            "contact_name": f"联系人{number % 6}",
            "contact_phone": f"100-{number:04d}",
            "site_name": f"仓库{number}",
            "signal_type": "inquiry",
            "signal_on": "2025-02-20",
            "lawful_basis": "consent",
        }
        for number in range(40)
    ]


def _audiences() -> list[Row]:
    return [
        {"name": f"{place}纸制品企业", "size_estimate": str(n)} for n, place in enumerate("豫川粤浙苏鲁冀")
    ]


def _campaigns() -> list[Row]:
    """Several for each audience of `ON_FILE`; three rows stand twice."""
    rows: list[Row] = [
        {
            "name": f"展会{number}",
            "audience": f"企业{number % 3}",
            "responses": str(number * 7),
            "cost": f"{number}00.50",
        }
        for number in range(20)
    ]
    return rows + rows[:3]


def _signals() -> list[Row]:
    """Several of one customer, of one day and of one campaign."""
    rows: list[Row] = [
        {
            "customer_number": f"C{number % 5}",
            "kind": ("inquiry", "badge_scan")[number % 2],
            "seen_on": f"2025-05-{number % 9 + 1:02d}",
            "campaign": f"展会{number % 4}" if number % 3 else "",
        }
        for number in range(30)
    ]
    return rows + rows[:3]


def _roster() -> list[Row]:
    return [
        {"customer_number": f"C{number}", "registered_on": f"2024-02-0{number + 1}"} for number in range(5)
    ]


def _invoices() -> list[Row]:
    rows: list[Row] = [
        {
            "invoice_number": f"发票{number}",
            "customer_number": f"C{number % 5}",
            "waybill_number": f"{number:04d}" if number % 2 else "",
            "amount": str(number * 11 + 1),
            "due_on": "2025-07-01" if number % 3 else "",
        }
        for number in range(40)
    ]
    return rows + rows[:4]


def _payments() -> list[Row]:
    """Several of one invoice; `ON_FILE` holds the invoices."""
    rows: list[Row] = [
        {
            "payment_id": f"P{number}",
            "invoice_number": f"INV{number % 6}",
            "paid_on": f"2025-06-{number % 20 + 5:02d}",
            "amount": str(number + 1),
        }
        for number in range(30)
    ]
    return rows + rows[:4]


def _cost_rates() -> list[Row]:
    return [
        {
            "activity": f"作业{number % 4}",
            "valid_from": f"2025-0{number // 4 + 1}-01",
            "rate": f"{number}.25",
        }
        for number in range(24)
    ]


def _cost_activities() -> list[Row]:
    """Every third has a rate of its own; the others take the one of `ON_FILE` that holds on their day."""
    rows: list[Row] = [
        {
            "activity_id": f"A{number}",
            "customer_number": f"C{number % 5}",
            "activity": "装车",
            "quantity": f"{number + 1}.5",
            "occurred_on": f"2025-06-{number % 28 + 1:02d}",
            "rate": "" if number % 3 else "7.5",
        }
        for number in range(40)
    ]
    return rows + rows[:4]


def _credit_grades() -> list[Row]:
    return [
        {
            "customer_number": f"C{number % 5}",
            "graded_on": f"2025-0{number // 5 + 1}-15",
            "grade": ("AAA", "AA", "A", "B")[number % 4],
            "note": f"评语{number}",
        }
        for number in range(25)
    ]


def _interactions() -> list[Row]:
    rows: list[Row] = [
        {
            "interaction_id": f"I{number}",
            "customer_number": f"C{number % 5}",
            "at": f"2025-06-{number % 20 + 1:02d} 09:{number:02d}",
            "summary": f"谈了第{number}票货",
        }
        for number in range(40)
    ]
    return rows + rows[:4]


FILES = {
    "shipments": _shipments,
    "customers": _customers,
    "audiences": _audiences,
    "campaigns": _campaigns,
    "signals": _signals,
    "roster": _roster,
    "invoices": _invoices,
    "payments": _payments,
    "cost_rates": _cost_rates,
    "cost_activities": _cost_activities,
    "credit_grades": _credit_grades,
    "interactions": _interactions,
}
# What rows of other kinds refer to.
ON_FILE: dict[str, list[Row]] = {
    "audiences": [{"name": f"企业{number}"} for number in range(3)],
    "invoices": [{"invoice_number": f"INV{number}", "customer_number": "C0"} for number in range(6)],
    "cost_rates": [
        {"activity": "装车", "valid_from": f"2025-06-{day}", "rate": rate}
        for day, rate in (("01", "2"), ("15", "3"))
    ],
}
