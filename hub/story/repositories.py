"""Which repositories the organisation has, with the images in them at the beginning."""

from __future__ import annotations

from hub.story.organisation import Organisation, Repository

# Each team's repositories, the busiest first; "+" is public, "!" pushed to by machines only.
NAMES = {
    "platform": "build-base! python-base! cpp-base! node-base! ci-runner registry-proxy "
    "secrets-agent",
    "perception": "camera-node lidar-node object-tracker depth-fusion slam-core image-recorder",
    "motion": "arm-controller path-planner gripper-driver wheel-controller collision-guard "
    "joint-calibrator trajectory-cache",
    "firmware": "board-flasher imu-firmware motor-firmware! bootloader! can-bridge flash-tools+",
    "fleet": "fleet-gateway! robot-api fleet-scheduler telemetry-collector map-server "
    "ota-updater! alert-router telemetry-archive",
    "data": "dataset-builder model-trainer model-server calibration-models label-studio "
    "feature-store metrics-exporter replay-worker",
    "web": "operator-console public-site+ docs-site+ status-page+ login-portal translation-bot "
    "support-desk",
    "quality": "simulator simulator-legacy test-bench hil-runner report-builder robot-sdk+! "
    "sdk-examples+ load-tester",
    "security": "image-scanner policy-bundle key-rotator sbom-store",
}
LATER = (
    "secrets-agent", "image-recorder", "trajectory-cache", "flash-tools", "replay-worker",
    "support-desk", "load-tester", "sbom-store", "map-server", "status-page",
)  # fmt: skip
RETIRED = {"simulator-legacy", "telemetry-archive"}  # moved over, and never built again
CATEGORIES = ("developer-tools", "machine-learning-and-ai", "internet-of-things", "networking")


def plan(org: Organisation) -> list[Repository]:
    """All repositories there will be, none of them created yet."""
    planned = []
    for team, names in NAMES.items():
        for place, marked in enumerate(names.split()):
            name = marked.rstrip("+!")
            planned.append(
                Repository(
                    name=name,
                    team=team,
                    number=org.number(),
                    description=f"{name.replace('-', ' ').capitalize()} of the {team} team",
                    private="+" not in marked,
                    created_at=0,
                    weight=0.0 if name in RETIRED else 1.0 / (1 + place),
                    categories=(org.rng.choice(CATEGORIES),),
                    machines_only="!" in marked,
                )
            )
    return planned


def version(repository: Repository) -> str:
    """The newest release tag."""
    return "v{}.{}.{}".format(*repository.version)


def old_releases(repository: Repository) -> list[str]:
    """The tags that came along in the move to Docker Hub, in the order of their push."""
    if repository.name == "simulator-legacy":
        return [f"v0.{minor}.0" for minor in range(1, 31)]
    return [version(repository), "latest"]
