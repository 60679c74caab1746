"""All repositories on one transaction."""

import sqlalchemy as sa

from storage.repositories.archive import ArchiveRepository
from storage.repositories.audit import AuditRepository
from storage.repositories.batches import BatchRepository
from storage.repositories.bulk import BulkRepository
from storage.repositories.coverage import CoverageRepository
from storage.repositories.deliveries import DeliveryRepository
from storage.repositories.desk import DeskRepository
from storage.repositories.drafting import DraftingRepository
from storage.repositories.editions import EditionRepository
from storage.repositories.endpoints import EndpointRepository
from storage.repositories.feedback import FeedbackRepository
from storage.repositories.filling import FillingRepository
from storage.repositories.finds import FindRepository
from storage.repositories.grouping import GroupingRepository
from storage.repositories.learning import LearningRepository
from storage.repositories.leaving import IntroductionRepository, LinkRepository
from storage.repositories.model_batches import ModelBatchRepository
from storage.repositories.model_calls import ModelCallRepository
from storage.repositories.regrouping import HandGrouping
from storage.repositories.runs import RunRepository
from storage.repositories.sources import SourceRepository
from storage.repositories.spending import SpendingRepository
from storage.repositories.users import UserRepository
from storage.repositories.versions import VersionedArticles
from storage.repositories.writing import (
    OfferRepository,
    PresenceRepository,
    WorkingCopyRepository,
)


class Unit:
    """One transaction's view of the database; of no use once it has ended."""

    def __init__(self, connection: sa.Connection) -> None:
        self.sources = SourceRepository(connection)
        self.articles = VersionedArticles(connection)
        self.stories = HandGrouping(connection)
        self.finds = FindRepository(connection)
        self.editions = EditionRepository(connection)
        self.users = UserRepository(connection)
        self.runs = RunRepository(connection)
        self.model_calls = ModelCallRepository(connection)
        self.spending = SpendingRepository(connection)
        self.endpoints = EndpointRepository(connection)
        self.model_batches = ModelBatchRepository(connection)
        self.drafting = DraftingRepository(connection)
        self.audit = AuditRepository(connection)
        self.batches = BatchRepository(connection)
        self.feedback = FeedbackRepository(connection)
        self.archive = ArchiveRepository(connection)
        self.coverage = CoverageRepository(connection)
        self.deliveries = DeliveryRepository(connection)
        self.offers = OfferRepository(connection)
        self.working_copies = WorkingCopyRepository(connection)
        self.presences = PresenceRepository(connection)
        self.grouping = GroupingRepository(connection)
        self.filling = FillingRepository(connection)
        self.desk = DeskRepository(connection)
        self.introductions = IntroductionRepository(connection)
        self.links = LinkRepository(connection)
        self.bulk = BulkRepository(connection)
        self.learning = LearningRepository(connection)
