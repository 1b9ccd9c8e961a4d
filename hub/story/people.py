"""Who works there: invented people, their teams, and the accounts that machines use."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

ACCOUNT = "acme-robotics"
DOMAIN = "acme-robotics.example"
OWNER = "noorkessler"
AUDITOR = "auditor"

TEAMS = {
    "owners": "Those who may change everything",
    "platform": "Build pipelines, base images and the registry itself",
    "perception": "Cameras, lidar and what they see",
    "motion": "Planning and control of arms and wheels",
    "firmware": "What runs on the boards",
    "fleet": "Gateways and services that robots talk to",
    "data": "Recording, training and models",
    "web": "Operator consoles and public pages",
    "quality": "Simulation, test benches and releases",
    "security": "Policies, scanning and audits",
    "contractors": "Guests from partner companies",
}
DEVELOPING = ("platform", "perception", "motion", "firmware", "fleet", "data", "web", "quality")
ZONES = ("europe", "america", "asia")

ROBOTS = {
    "acmeci": "Builds of all teams",
    "acmerelease": "Release pipeline",
    "acmenightly": "Nightly builds",
    "acmejanitor": "Removes old tags",
    AUDITOR: "Reads the audit log",
}

# People that incidents name: username, full name, zone, team.
CAST = (
    (OWNER, "Noor Kessler", "europe", "platform"),
    ("tomasreyl", "Tomas Reyl", "america", "security"),
    ("imkedahl", "Imke Dahl", "europe", "platform"),
    ("pavelorsin", "Pavel Orsin", "europe", "fleet"),
    ("saskiabren", "Saskia Bren", "europe", "motion"),
    ("jonahvale", "Jonah Vale", "america", "quality"),
    ("liweixan", "Li Wei Xan", "asia", "perception"),
    ("ameliortiz", "Ameli Ortiz", "america", "data"),
)

FIRST = """
    Ada Ben Carla Dmitri Elif Farid Greta Hugo Ines Jasper Keiko Lars Mina Nils Oona Priya
    Quentin Rosa Sami Tilda Umar Vera Wen Ximena Yusuf Zora Anton Bruna Cyril Dalia Emil Fenna
    Goran Hana Ivo Jutta Kofi Leila Marek Nadia
"""
FAMILY = """
    Abbelin Brandorf Cardew Dunmore Estrel Fallow Garrick Hollin Ibarren Jansdal Kovalt
    Lindqvar Marlowen Nakasen Okonder Pellegra Quistal Ravnholm Sundarel Tavish Ullmar Vantoor
    Wexley Yarrowen Zelenek Almgrove Birkdale Castellow Dorvan Everhart
"""


@dataclass(slots=True)
class Person:
    """Somebody with a Docker account, a machine's included; times in milliseconds since 1970."""

    username: str
    full_name: str
    email: str
    zone: str
    team: str
    number: int
    key: str  # the account's UUID, trimmed, as members carry it
    company: str = "Acme Robotics"
    role: str = "Member"
    guest: bool = False
    robot: bool = False
    joined_at: int = 0
    seen_at: int = 0


def invent(rng: Random, full_name: str, zone: str, team: str, *, username: str = "") -> Person:
    """One person, whose username is the whole name unless one is given."""
    name = username or full_name.lower().replace(" ", "")
    return Person(
        username=name,
        full_name=full_name,
        email=f"{name}@{DOMAIN}",
        zone=zone,
        team=team,
        number=rng.randrange(1_000_000, 9_000_000),
        key=f"{rng.getrandbits(128):032x}",
    )


def crowd(rng: Random, count: int) -> list[Person]:
    """The cast first, then as many more people as make up `count`, no username twice."""
    people = [invent(rng, full, zone, team, username=name) for name, full, zone, team in CAST]
    names = [f"{first} {family}" for first in FIRST.split() for family in FAMILY.split()]
    for full_name in rng.sample(names, count - len(people)):
        zone = rng.choices(ZONES, (5, 3, 2))[0]
        team = rng.choices([*DEVELOPING, "security"], (4, 3, 4, 3, 4, 3, 3, 3, 1))[0]
        people.append(invent(rng, full_name, zone, team))
    return people


def as_guests(people: list[Person]) -> list[Person]:
    """The same people, now of partner companies and outside the verified domain."""
    for number, person in enumerate(people):
        company = ("Borealis Parts", "Tidewater Labs")[number % 2]
        person.team, person.guest, person.company = "contractors", True, company
        person.email = f"{person.username}@{company.split()[0].lower()}.example"
    return people


def robots(rng: Random) -> list[Person]:
    """The accounts that machines use."""
    found = [invent(rng, f"Acme {name}", "europe", "platform", username=name) for name in ROBOTS]
    for robot in found:
        robot.full_name, robot.robot = ROBOTS[robot.username], True
        robot.email = f"{robot.username}@{DOMAIN}"
    return found
