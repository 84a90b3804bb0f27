"""Sentences of the briefing: each takes the facts and a language; every number in them is computed from results."""

import math
from collections.abc import Callable

from experiments.briefing.facts import CreditShare, Estimate, Facts
from experiments.briefing.words import (
    BENEFITS,
    FOOT_DRAWN,
    NOTES,
    ONLY_COMPARE,
    ORDERS,
    PAYERS,
    SURE,
    SURE_INTERVAL,
    fill,
)
from experiments.charts.child_cost import means_of_children
from experiments.wording.uncertainty import (
    NOT_CALIBRATED,
    SHARE,
    borrowed_note,
    future_title,
    how,
    luck,
    runs_note,
    words_key,
)


def people(value: float, language: str) -> str:
    """A number of persons: 万人 from ten thousand on in Chinese, in full in English."""
    if language == "zh":
        return f"{value / 1e4:.2f} 万人" if abs(value) >= 1e4 else f"{value:,.0f} 人"
    return f"{value:,.0f}"


def yuan(value: float, language: str) -> str:
    """An amount of yuan with the word of its scale."""
    scales = {"zh": ((1e8, "亿元"), (1e4, "万元"), (1.0, "元")),
              "en": ((1e9, "billion yuan"), (1e6, "million yuan"), (1e3, "thousand yuan"), (1.0, "yuan"))}  # fmt: skip
    scale, word = next(((s, w) for s, w in scales[language] if abs(value) >= s), (1.0, scales[language][-1][1]))
    return f"{value / scale:,.{0 if scale == 1 else 1}f} {word}"


def span(estimate: Estimate, language: str, told: Callable[[float, str], str]) -> str:
    """The interval in brackets; a unit that both bounds share is said once."""
    if not estimate.has_interval:
        return fill(language, "no_span")
    lower, upper = told(estimate.lower, language), told(estimate.upper, language)
    number, _, unit = lower.partition(" ")
    return fill(language, "span", lower=number if unit == upper.partition(" ")[2] else lower, upper=upper)


def births(facts: Facts, language: str) -> str:
    """Births of the last year by scenario, and of the first."""
    each = [
        fill(language, "births_one", title=facts.compared.title(label, language), mean=people(last.mean, language),
             span=span(last, language, people))
        for label in facts.compared.indicators for last in [facts.by_year(label)[-1]]
    ]  # fmt: skip
    main = facts.compared.main
    return fill(
        language, "births", first=facts.years[0], last=facts.years[-1], each=fill(language, "and").join(each),
        main=facts.compared.title(main, language), start=people(facts.by_year(main)[0].mean, language),
    )  # fmt: skip


def added(facts: Facts, language: str) -> str:
    """Births that each scenario adds over all years, and whether the interval leaves the sign open."""
    each = []
    for label, against in facts.compared.pairs:
        estimate = facts.added(label, against)
        opened = fill(language, "open") if estimate.has_interval and estimate.includes_zero else ""
        each.append(
            fill(language, "added_one", title=facts.compared.title(label, language), mean=_more(estimate.mean, language,
                 people), against=facts.compared.title(against, language), span=span(estimate, language, people),
                 open=opened)
        )  # fmt: skip
    return fill(language, "added", first=facts.years[0], last=facts.years[-1], each=fill(language, "and").join(each))


def credit(facts: Facts, language: str) -> str:
    """What of the added births rests on the family credit of an assumed ceiling; empty where no scenario has it."""
    found = facts.credit_share()
    if found is None:
        return ""
    ceiling = "" if found.ceiling is None else fill(language, "credit_ceiling", x=yuan(found.ceiling, language))
    title = facts.compared.title(found.label, language)
    return fill(language, "credit", title=title, ceiling=ceiling, weight=_weight(found, language))


def _weight(found: CreditShare, language: str) -> str:
    """How much of the added births rests on the credit, as the runs tell it."""
    if found.added is None or found.other is None:
        return fill(language, "credit_unknown")
    if found.share is None:
        return fill(language, "credit_unclear")
    return fill(
        language, f"credit_{found.way}", item=found.item, share=f"{100 * found.share:.0f}",
        added=people(found.added.mean, language), other=people(found.other.mean, language),
        span=span(found.other, language, people),
    )  # fmt: skip


def headline(facts: Facts, language: str, sentence: str) -> str:
    """A sentence on added births, or on their cost, with what of it rests on the credit."""
    found = facts.credit_share()
    if found is None:
        return sentence
    title, between = facts.compared.title(found.label, language), "" if language == "zh" else " "
    if found.share is None or found.way == "item":
        return sentence + between + fill(language, "credit_short_part", title=title)
    return sentence + between + fill(language, "credit_short", title=title, share=f"{100 * found.share:.0f}")


def money(facts: Facts, language: str) -> str:
    """Public money of the last year, of all years, against the base, and who pays most."""
    main, base = facts.compared.main, facts.compared.base
    paid = facts.money_by_payer()
    totals = {payer: sum(values) for payer, values in paid.items()}
    largest = max(totals, key=lambda payer: totals[payer])
    in_all = sum(totals.values())
    share = 100 * totals[largest] / in_all if in_all > 0 else math.nan
    return fill(
        language, "money", main=facts.compared.title(main, language), base=facts.compared.title(base, language),
        first=facts.years[0], last=facts.years[-1], at_last=yuan(sum(v[-1] for v in paid.values()), language),
        total=yuan(in_all, language), payer=PAYERS[language][largest], share=f"{share:.0f}",
        more=_more(facts.added(main, base, "public_money_real").mean, language, yuan),
    )  # fmt: skip


def cost(facts: Facts, language: str) -> str:
    """Public money an additional birth by pair of scenarios; none where births may not have been added."""
    each = []
    for label, against in facts.compared.pairs:
        titles = {"title": facts.compared.title(label, language), "against": facts.compared.title(against, language)}
        estimate = facts.cost_per_birth(label, against)
        gained = facts.added(label, against)
        if gained.mean <= 0:
            each.append(fill(language, "cost_fewer", **titles))
        elif gained.has_interval and gained.includes_zero:
            each.append(fill(language, "cost_none", **titles))
        else:
            opened = fill(language, "cost_open") if estimate.has_interval and estimate.includes_zero else ""
            each.append(fill(language, "cost_one", **titles, mean=yuan(estimate.mean, language),
                             span=span(estimate, language, yuan), open=opened))  # fmt: skip
    return fill(language, "cost", each=fill(language, "and").join(each))


def childcare(facts: Facts, language: str) -> str:
    """Places against demand of the last year, and the counties that are short."""
    year = facts.years[-1]
    markets = facts.childcare(year)
    names = {c.county_code: getattr(c, f"name_{language}") for c in facts.main.manifest.counties}
    places, wanted = (sum(market[i] for market in markets.values()) for i in (0, 1))
    short = [names[code] for code, (has, needs) in markets.items() if needs > has]
    balance = "balance_short" if wanted > places else "balance_spare"
    return fill(
        language, "childcare", year=year, main=facts.compared.title(facts.compared.main, language),
        places=f"{places:,.0f}", wanted=f"{wanted:,.0f}",
        balance=fill(language, balance, n=f"{abs(wanted - places):,.0f}"),
        short=fill(language, "short", names=fill(language, "list").join(short)) if short
        else fill(language, "none_short"),
    )  # fmt: skip


def counties(facts: Facts, language: str) -> str:
    """Counties whose births change least and most from the first to the last whole year."""
    data = facts.county_births[facts.compared.main].mean("seed")
    first, last = facts.years[0], facts.years[-1]
    names = {c.county_code: getattr(c, f"name_{language}") for c in facts.main.manifest.counties}
    change = {}
    for code in data["county_code"].values:
        before, after = (float(data.sel(year=year, county_code=code)) for year in (first, last))
        change[names[int(code)]] = 100 * (after / before - 1) if before else math.nan
    ranked = sorted(change, key=lambda name: abs(change[name]))
    return fill(
        language, "counties", first=first, last=last, main=facts.compared.title(facts.compared.main, language),
        best=ranked[0], best_change=f"{change[ranked[0]]:+.0f} %", worst=ranked[-1],
        worst_change=f"{change[ranked[-1]]:+.0f} %",
    )  # fmt: skip


def pyramid(facts: Facts, language: str) -> str:
    """Residents and the shares of old and young at the first and the last year's end."""
    values: dict[str, str] = {}
    years = facts.pyramid_years
    for word, year in zip(("first", "last"), years, strict=True):
        groups = [men + women for men, women in zip(*facts.pyramid(year).values(), strict=True)]
        everybody = sum(groups)
        values |= {
            word: str(year), f"{word}_people": people(everybody, language),
            f"old_{word}": f"{100 * sum(groups[13:]) / everybody:.1f}",
            f"young_{word}": f"{100 * sum(groups[:3]) / everybody:.1f}",
        }  # fmt: skip
    return fill(language, "pyramid", main=facts.compared.title(facts.compared.main, language), **values)


def child_cost(facts: Facts, language: str) -> str:
    """Cost and benefits of a first and a third child in town."""
    table = means_of_children(facts.main.child_cost)
    values: dict[str, str] = {}
    for word, order in (("low", 1), ("high", 3)):
        row = table.loc["urban", order]
        benefits = float(sum(row[name] for name in BENEFITS[language]))
        values |= {
            word: ORDERS[language][order - 1], f"{word}_cost": yuan(float(row["cost"]), language),
            f"{word}_benefit": yuan(benefits, language), f"{word}_share": f"{100 * benefits / row['cost']:.1f}",
        }  # fmt: skip
    month = _dated(str(facts.main.child_cost["month"].iloc[0]), language)
    return fill(language, "child_cost", month=month, main=facts.compared.title(facts.compared.main, language), **values)


def assumed(facts: Facts, language: str) -> str:
    """How many levers of the scenario rest on assumptions."""
    titles = {"main": facts.compared.title(facts.compared.main, language),
              "base": facts.compared.title(facts.compared.base, language)}  # fmt: skip
    if facts.assumed is None:
        return fill(language, "sure_unknown")
    shares = facts.assumed["share_assumed"]
    if shares.empty:
        return fill(language, "sure_same", **titles)
    return fill(language, "sure_assumed", **titles, levers=len(shares), touched=int((shares > 0).sum()),
                share=f"{100 * shares.mean():.0f}")  # fmt: skip


def sure(facts: Facts, language: str) -> list[str]:
    """Paragraphs on how sure the results are."""
    manifest = facts.main.manifest
    interval = SURE_INTERVAL[language][words_key(manifest)].format(
        sample=manifest.sample, seeds=len(manifest.seeds), share=SHARE, how=how(manifest, language),
        luck=luck(manifest, language),
    )
    space = "" if language == "zh" else " "
    values = {
        "calibration": runs_note(manifest, language) + space + ONLY_COMPARE[language],
        "interval": interval, "assumed": assumed(facts, language), "future": future_title(manifest, language),
    }  # fmt: skip
    told = [text.format(**values) for text in SURE[language]]
    return [*told[:2], *([facts.split[language]] if facts.split else []), *told[2:]]


def interval_note(facts: Facts, language: str, paired: bool = False) -> str:
    """Note that names the interval of a page's numbers."""
    manifest = facts.main.manifest
    told = {"share": SHARE, "how": how(manifest, language), "luck": luck(manifest, language)}
    return NOTES[language][words_key(manifest, paired)].format(**told)


def foot(facts: Facts, language: str) -> str:
    """What stands on every page: what the parameters are, and what the data borrow from another city."""
    manifest = facts.main.manifest
    borrowed, about = borrowed_note(manifest, language), None if manifest.draws is None else manifest.draws.about
    if about is None:
        return NOT_CALIBRATED[language] + borrowed
    return FOOT_DRAWN[language].format(n=about.n_draws, last=about.last_year) + borrowed


def _dated(month: str, language: str) -> str:
    """A month such as 2025-12 as it is written in a sentence."""
    year, number = month.split("-")
    return f"{year} 年 {int(number)} 月" if language == "zh" else month


def _more(value: float, language: str, told: Callable[[float, str], str]) -> str:
    return fill(language, "more" if value >= 0 else "fewer", x=told(abs(value), language))
