"""How people look at long lists.

A *subject* is what a list is of (customers, shipments); it declares its *fields*.
A *condition* asks one field for *terms*: `actual`, `10000..50000`, `30d`, `none`, `!basic`.
A *filter* is conditions that all hold and *groups* of conditions of which one holds.
A *view* is a filter with columns, order and widths under a name, for one person, a team or everyone.
"""
