"""
What the example sites have to show: a handful of pages of a medical leadership organisation.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Node:
    """
    A page that somebody wrote.
    """

    title: str
    type: str
    body: str
    attachments: tuple[str, ...] = ()


NODES: Mapping[str, Node] = {
    "/vision-aims-values": Node(
        "Vision, aims and values",
        "page",
        "We want every patient to be cared for by a team that is well led. Doctors who lead are doctors who listen.",
        ("aims.pdf",),
    ),
    "/jobs/medical-director": Node(
        "Medical director",
        "job",
        "A teaching hospital by the sea looks for a medical director, four days a week, from January.",
        ("job-description.pdf", "how-to-apply.pdf"),
    ),
    "/news/annual-conference": Node(
        "The annual conference moves north",
        "news",
        "Next year we meet in Leeds, for two days, in the old corn exchange.",
    ),
    "/articles/leading-change": Node(
        "Leading change on a ward",
        "article",
        "Twelve months, three wards and one whiteboard: what a consultant learned about asking before telling.",
        ("whiteboard.pdf",),
    ),
    "/events/spring-school": Node(
        "Spring school", "event", "Five evenings on quality, for those who have just begun to lead."
    ),
}
FRONT = "Medical leadership"


def facts_of(path: str) -> dict[str, object]:
    """
    What the address of a page says of it, of the facts in medical_site.blockrules.
    """
    node = NODES.get(path)
    facts: dict[str, object] = {"path": path, "front": path == "/"}
    if node:
        facts |= {"node.type": node.type, "node.op": "view", "attachments": len(node.attachments)}
    return facts
