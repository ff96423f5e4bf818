"""Values are found by their path, and a path tells the kind."""

from __future__ import annotations

from vanthu.models.campaign import CampaignFacts, Criterion, Field
from vanthu.models.extract.doubts.kinds import kind_of, values


def test_each_value_belongs_to_the_kind_of_its_component():
    assert kind_of("campaign.criteria.0.items.3") == "criteria"
    assert kind_of("campaign.criteria.0.heading") == "criteria.heading"
    assert kind_of("document.place") == "place"
    assert kind_of("legal_bases.2") == "legal_bases"
    assert kind_of("campaign.responsibilities.4.tasks.1") == "responsibilities.tasks"


def test_every_value_is_found_once_and_what_is_not_there_is_none():
    facts = CampaignFacts(names=(Field(), Field(value="x")), criteria=(Criterion(items=(Field(value="y"),)),))
    assert [path for path, _ in values(facts, "campaign")] == ["campaign.names.1", "campaign.criteria.0.items.0"]
