"""Header and closing of an act: letterhead, title, signatory, recipients, stamps."""
