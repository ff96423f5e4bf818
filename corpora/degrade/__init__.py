"""Damage of scanners, copiers, fax machines, telephones and time, with the way back for the boxes."""

from vanthu.corpora.degrade.recipe import RECIPES, Damaged, Recipe, degrade
from vanthu.corpora.degrade.transform import map_box

__all__ = ["RECIPES", "Damaged", "Recipe", "degrade", "map_box"]
