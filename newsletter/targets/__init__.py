"""Platforms an edition can be handed to, as a draft and as nothing else. To add one: write its
file, and name it here."""

from datetime import datetime

from config.targets import TargetSettings
from core.delivery import Target
from newsletter.targets.base import Platform
from newsletter.targets.beehiiv import Beehiiv
from newsletter.targets.buttondown import Buttondown
from newsletter.targets.ghost import Ghost
from newsletter.targets.listmonk import Listmonk
from newsletter.targets.mailchimp import Mailchimp
from newsletter.targets.wordpress import WordPress

__all__ = ["Platform", "platform_of", "ready_targets"]


def platform_of(target: Target, settings: TargetSettings, now: datetime) -> Platform:
    """`now` is when it is asked: some keys are good for minutes only."""
    match target:
        case Target.BEEHIIV:
            return Beehiiv(settings.beehiiv)
        case Target.BUTTONDOWN:
            return Buttondown(settings.buttondown)
        case Target.GHOST:
            return Ghost(settings.ghost, now)
        case Target.LISTMONK:
            return Listmonk(settings.listmonk)
        case Target.MAILCHIMP:
            return Mailchimp(settings.mailchimp)
        case Target.WORDPRESS:
            return WordPress(settings.wordpress)


def ready_targets(settings: TargetSettings, now: datetime) -> tuple[Target, ...]:
    """The platforms whose settings are complete."""
    return tuple(t for t in Target if not platform_of(t, settings, now).missing)
