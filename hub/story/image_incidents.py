"""Incidents in repositories and tags; DH numbers are detections of the audit log's rule list."""

from __future__ import annotations

from hub.story.governance import create_personal_token
from hub.story.images import change_privacy, delete_repository, delete_tag, push, set_immutable
from hub.story.membership import SCIM, remove_member, rest
from hub.story.organisation import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Hand,
    Organisation,
    Tale,
    Token,
)
from hub.story.repositories import version


def digest(org: Organisation) -> str:
    """A new digest."""
    return f"sha256:{org.rng.getrandbits(256):064x}"


def release_tag_overwritten(org: Organisation, at: int) -> Tale:
    """The newest release of arm-controller and `latest` are moved to another image at night.

    The release robot's name, but a token that nobody has ever seen, and not the label it uses:
    DH-05 (release tag overwritten), DH-06 (floating tag moved), DH-17 (unknown token).
    """
    yield at
    robot = "acmerelease"
    stolen = Hand(robot, Token(org.key(), "backup", robot, robot, at - 30 * DAY))
    repository, image = org.repositories["arm-controller"], digest(org)
    push(org, at, repository, version(repository), image, stolen)
    yield at + 41 * SECOND
    push(org, at + 41 * SECOND, repository, "latest", image, stolen)


def tags_deleted_in_mass(org: Organisation, at: int) -> Tale:
    """Jonah Vale deletes all thirty tags of simulator-legacy within eight minutes.

    DH-03 (mass deletion): far more than ten by one person in half an hour.
    """
    yield at
    repository = org.repositories["simulator-legacy"]
    for tag in list(repository.tags):
        delete_tag(org, at, repository, tag, Hand("jonahvale"))
        yield (at := at + 15 * SECOND)


def repository_made_public(org: Organisation, at: int) -> Tale:
    """The private calibration-models is public for five hours.

    DH-01 (repository made public).
    """
    hand = Hand("ameliortiz")
    yield at
    change_privacy(org, at, org.repositories["calibration-models"], hand, private=False)
    yield at + 5 * HOUR
    change_privacy(org, at + 5 * HOUR, org.repositories["calibration-models"], hand, private=True)


def leaver_keeps_pushing(org: Organisation, at: int) -> Tale:
    """Pavel Orsin left in summer, but his laptop's token still pushes to robot-api.

    DH-18 (push by a person or token after removal).
    """
    yield at - 105 * DAY
    remove_member(org, at - 105 * DAY, org.members["pavelorsin"], SCIM)
    for moment in (at, at + 2 * MINUTE, at + 26 * HOUR):
        yield moment
        hand = org.hands["pavelorsin"]
        push(org, moment, org.repositories["robot-api"], "dev-pavelorsin", digest(org), hand)


def dormant_account_wakes(org: Organisation, at: int) -> Tale:
    """Saskia Bren, silent for half a year, pushes to path-planner on a night.

    DH-10 (dormant identity active).
    """
    for moment, tag in ((at - 180 * DAY, "dev-saskiabren"), (at, "main")):
        yield moment
        rest(org, org.members["saskiabren"])
        hand = org.hands["saskiabren"]
        push(org, moment, org.repositories["path-planner"], tag, digest(org), hand)


def tag_deleted_and_pushed_again(org: Organisation, at: int) -> Tale:
    """A release tag of depth-fusion is deleted and forty minutes later pushed with other content.

    DH-13 (delete and re-push), the way around a rule against overwriting.
    """
    hand = Hand("liweixan")
    yield at
    repository = org.repositories["depth-fusion"]
    tag = version(repository)
    delete_tag(org, at, repository, tag, hand)
    yield at + 40 * MINUTE
    push(org, at + 40 * MINUTE, repository, tag, digest(org), hand)


def immutability_weakened(org: Organisation, at: int) -> Tale:
    """Version tags of build-base may be overwritten again.

    DH-14 (tag immutability weakened).
    """
    yield at
    set_immutable(org, at, org.repositories["build-base"], Hand("imkedahl"), immutable=False)


def person_pushes_firmware(org: Organisation, at: int) -> Tale:
    """Jonah Vale of quality pushes `latest` of motor-firmware without a token.

    DH-09 (human push to a token-only repository), DH-08 (first push to it).
    """
    yield at
    push(org, at, org.repositories["motor-firmware"], "latest", digest(org), Hand("jonahvale"))


def archive_deleted(org: Organisation, at: int) -> Tale:
    """The repository telemetry-archive is deleted.

    DH-04 (watched repository deleted).
    """
    yield at
    delete_repository(org, at, org.repositories["telemetry-archive"], Hand("imkedahl"))


def burst_of_pushes(org: Organisation, at: int) -> Tale:
    """Li Wei Xan's script pushes sixty images to object-tracker in twenty minutes.

    DH-12 (push burst).
    """
    yield at
    hand = create_personal_token(org, at - DAY, "sweep-script", "liweixan")
    repository = org.repositories["object-tracker"]
    for number in range(60):
        push(org, at, repository, f"sweep-{number}", digest(org), hand)
        yield (at := at + 20 * SECOND)
