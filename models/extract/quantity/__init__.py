"""Numbers that bind: the grammar of quantities, and which of them are quotas."""
