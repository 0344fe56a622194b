"""What was said between a customer and us: calls, visits, messages, each with its direction, its purpose,
its author and its moment (D71, D72).
"""
