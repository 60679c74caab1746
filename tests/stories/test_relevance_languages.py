"""The beat in ten languages besides English: sentences of our own, and what each comes to."""

import pytest

from core.relevance import Relevance
from stories.relevance import RelevanceJudge

CORE, ADJACENT, OFF = Relevance.CORE, Relevance.ADJACENT, Relevance.OFF

SAID: dict[str, list[tuple[str, Relevance]]] = {
    "nl": [
        ("Utrecht opent laadplein waar deelauto's stroom terugleveren aan het net", CORE),
        ("Bidirectioneel laden wordt de norm voor nieuwe laadpalen", CORE),
        ("Auto wordt thuisbatterij: tweerichtingsladen in de praktijk", CORE),
        ("Slim laden ontlast het stroomnet in de avond", ADJACENT),
        ("Virtuele energiecentrale bundelt duizend thuisbatterijen", ADJACENT),
        ("Nieuwe laadpalen langs de snelweg", OFF),
    ],
    "de": [
        ("Netzbetreiber testet bidirektionales Laden mit 50 Elektroautos", CORE),
        ("Rückspeisung aus dem Elektroauto: Bundesnetzagentur legt Regeln fest", CORE),
        ("Vehicle-to-Grid: Wallbox speist Strom ins Netz", CORE),
        ("Wie ein E-Auto den Haushalt mit Strom versorgt: Vehicle-to-Home im Test", CORE),
        ("Gesteuertes Laden soll Netzengpässe vermeiden", ADJACENT),
        ("Virtuelles Kraftwerk vernetzt Heimspeicher", ADJACENT),
        ("Bidirektionale Kommunikation im Stromzähler", OFF),
    ],
    "fr": [
        ("La recharge bidirectionnelle arrive sur la nouvelle citadine électrique", CORE),
        ("Du véhicule au réseau : un premier essai avec des bus scolaires", CORE),
        ("Des voitures électriques qui renvoient l'électricité sur le réseau", CORE),
        ("Bornes bidirectionnelles : l'aide de l'État est prolongée", CORE),
        ("La recharge intelligente réduit la facture", ADJACENT),
        ("Le pilotage de la recharge devient obligatoire", ADJACENT),
        ("Une autoroute à deux sens rouvre près de Lyon", OFF),
    ],
    "es": [
        ("La carga bidireccional llega a los hogares españoles", CORE),
        ("Del vehículo a la red: un piloto con autobuses en Sevilla", CORE),
        ("Coches eléctricos que devuelven energía a la red", CORE),
        ("La carga inteligente abarata la recarga nocturna", ADJACENT),
        ("Una central eléctrica virtual une mil baterías", ADJACENT),
        ("El ministerio abre la autovía bidireccional", OFF),
    ],
    "it": [
        ("Ricarica bidirezionale: al via la sperimentazione con cento auto", CORE),
        ("Dal veicolo alla rete: le auto elettriche stabilizzano il sistema", CORE),
        ("Le auto elettriche restituiscono energia alla rete", CORE),
        ("La ricarica intelligente fa risparmiare", ADJACENT),
        ("Una centrale elettrica virtuale per le batterie domestiche", ADJACENT),
        ("Strada bidirezionale chiusa per lavori", OFF),
    ],
    "sv": [
        ("Dubbelriktad laddning testas i Hudiksvall", CORE),
        ("Elbilar matar tillbaka el till elnätet", CORE),
        ("Tvåvägsladdning blir standard i nya elbilar", CORE),
        ("Smart laddning sänker elräkningen", ADJACENT),
        ("Virtuellt kraftverk samlar tusen batterier", ADJACENT),
        ("Ny väg med dubbelriktad trafik öppnas", OFF),
    ],
    "da": [
        ("Tovejsopladning: elbiler skal levere strøm tilbage til elnettet", CORE),
        ("Tovejs opladning på Bornholm", CORE),
        ("Dobbeltrettet opladning af elbiler", CORE),
        ("Intelligent opladning flytter forbruget", ADJACENT),
        ("Virtuelt kraftværk samler batterier", ADJACENT),
        ("Tovejstrafik på broen", OFF),
    ],
    "no": [
        ("Toveislading: elbilen leverer strøm tilbake til nettet", CORE),
        ("Toveis lading kommer til borettslag i Oslo", CORE),
        ("Elbiler sender strøm tilbake til strømnettet", CORE),
        ("Smart lading gir lavere nettleie", ADJACENT),
        ("Virtuelt kraftverk av hjemmebatterier", ADJACENT),
        ("Toveis trafikk i tunnelen", OFF),
    ],
    "zh": [
        ("首批车网互动试点城市名单公布", CORE),
        ("电动汽车反向放电，车主获得收益", CORE),
        ("新能源汽车向电网送电的双向充放电桩投运", CORE),
        ("有序充电覆盖居民小区", ADJACENT),
        ("虚拟电厂聚合空调负荷", ADJACENT),
        ("车联网路侧单元开始建设", OFF),
    ],
    "ja": [
        ("双方向充電に対応したEV充放電器を発売", CORE),
        ("電気自動車から電力系統へ給電する実証を開始", CORE),
        ("ビークル・ツー・グリッドの料金制度", CORE),
        ("スマート充電で電気代を下げる", ADJACENT),
        ("バーチャルパワープラントの実証", ADJACENT),
        ("新しい急速充電器を設置", OFF),
    ],
}
CASES = [(code, title, level) for code, told in SAID.items() for title, level in told]


@pytest.mark.parametrize(
    ("language", "title", "level"), CASES, ids=[f"{c[0]}: {c[1]}" for c in CASES]
)
def test_judge_text_title_in_a_language_gives_the_level(
    relevance: RelevanceJudge, language: str, title: str, level: Relevance
) -> None:
    verdict = relevance.judge_text(title, "", "", language)
    assert verdict.level is level, verdict.sentence()


@pytest.mark.parametrize(
    ("title", "summary", "level"),
    [
        ("Vehicle-to-load outlet comes to the pickup", "", ADJACENT),
        ("ISO 15118-20 is ready for power transfer in both directions", "", CORE),
        ("OCPP 2.1 published", "Chargers and back ends get new messages.", ADJACENT),
        ("SAE J3072 inverter passes its test", "The car's own inverter may export.", CORE),
        ("UL 1741 SB listing for an EV charger", "The charger exports to the grid.", CORE),
        ("IEEE 2030.5 in a bidirectional charger", "Rule 21 asks for it.", CORE),
        ("Rule 21 changes for rooftop solar", "Inverters need a new profile.", OFF),
        ("Rule 21 opens to EV chargers that export to the grid", "", CORE),
        (
            "CHAdeMO 3 for buses that power shelters",
            "CHAdeMO chargers feed power into the grid.",
            CORE,
        ),
        ("CHAdeMO plug dropped from a new hatchback", "", OFF),
        (
            "Virtual power plant of school buses",
            "The V2G buses return power to the grid at night.",
            CORE,
        ),
        ("Vehicle-to-building pilot at a hospital", "", CORE),
        ("DSRC licences end", "Roadside units in the 5.9 GHz band move to C-V2X.", OFF),
        ("Bidirectional DC-DC converter for satellites", "", OFF),
        ("Retailer signs a virtual PPA", "The virtual power purchase agreement is for wind.", OFF),
    ],
)
def test_judge_text_standards_and_false_friends(
    relevance: RelevanceJudge, title: str, summary: str, level: Relevance
) -> None:
    verdict = relevance.judge_text(title, summary, "")
    assert verdict.level is level, verdict.sentence()


@pytest.mark.parametrize(
    "title",
    [
        "V2G Market Size to Reach USD 20 Billion by 2032 at a CAGR of 40%",
        "Bidirectional Charging Market Report: Key Players and Forecast Period to 2033",
        "Vehicle-to-Grid Market worth $17 billion by 2030, says MarketsandMarkets",
        "Global Bidirectional EV Charger Market Research Report - Request a Sample",
    ],
)
def test_judge_text_market_research_is_kept_and_marked(
    relevance: RelevanceJudge, title: str
) -> None:
    verdict = relevance.judge_text(title, "", "")
    assert verdict.advertisement
    assert verdict.ok
    assert any(reason.code == "advertisement" for reason in verdict.reasons)


def test_judge_text_news_of_a_market_is_no_advertisement(relevance: RelevanceJudge) -> None:
    verdict = relevance.judge_text("Britain opens its market to V2G", "Ofgem changes a rule.", "")
    assert not verdict.advertisement


@pytest.mark.parametrize("title", ["A podcast on wind power", "Solar market report with CAGR"])
def test_judge_text_without_a_term_says_so_first(relevance: RelevanceJudge, title: str) -> None:
    reasons = relevance.judge_text(title, "", "").reasons
    assert reasons[0].text == "No term of the beat stands in it."
    assert len(reasons) > 1
