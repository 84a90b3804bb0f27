"""Names of what a run is of, in Chinese and English: area, scenario, future, draws, seeds; all from its manifest."""

from experiments.wording.uncertainty import borrowed_note, future_title, runs_note
from sim.policy.levers import LEVERS
from sim.runs.manifest import Manifest

MOST_NAMED = 2
"""Levers changed that a title or a label names; more are only counted."""


def area_name(manifest: Manifest, county: int | None, language: str) -> str:
    """Name of the city, or of a county of it."""
    if county is None:
        return str(getattr(manifest, f"place_name_{language}"))
    names = {c.county_code: getattr(c, f"name_{language}") for c in manifest.counties}
    return str(names[county])


def area_of(manifest: Manifest, county: int | None) -> str:
    """Chinese and English name of the city, or of a county of it."""
    return f"{area_name(manifest, county, 'zh')} {area_name(manifest, county, 'en')}"


def scenario_title(manifest: Manifest, language: str) -> str:
    """Title of a run's scenario and, where levers were changed, their titles."""
    title = manifest.settings.get("scenario", {}).get(f"title_{language}", manifest.scenario)
    changed = {*manifest.settings.get("doses", {}), *manifest.settings.get("values", {})}
    if len(changed) > MOST_NAMED:
        return f"{title}，另改{len(changed)}项政策" if language == "zh" else f"{title}, {len(changed)} levers changed"
    return (" + " if language == "en" else "，").join([title, *changes(manifest, language)])


def changes(manifest: Manifest, language: str) -> list[str]:
    """What was changed in a run's scenario: lever, county and value, or lever and dose, in the order of the levers."""
    zh, told = language == "zh", []
    for name, dose in manifest.settings.get("doses", {}).items():
        told.append((name, f"力度{dose:g}" if zh else f"dose {dose:g}"))
    for name, given in manifest.settings.get("values", {}).items():
        rules = given if isinstance(given, list | tuple) else [{"value": given}]
        for rule in rules:
            value = rule["value"]
            number = str(value) if isinstance(value, bool | str) else f"{value:,.10g}"
            parts = [*_county_words(manifest, rule.get("county"), language), number]
            told.append((name, ("" if zh else " ").join(parts)))
    said = "：" if zh else ": "
    return [f"{getattr(LEVERS[name], f'title_{language}')}{said}{text}" for name, text in sorted(told)]


def _county_words(manifest: Manifest, given: str | None, language: str) -> list[str]:
    """Name of the county that a rule is of, however it was named; nothing for the whole city."""
    for one in manifest.counties:
        if given is not None and str(given).casefold() in (str(one.county_code), one.name_zh, one.name_en.casefold()):
            return [one.name_zh if language == "zh" else one.name_en]
    return [] if given is None else [str(given)]


def run_words(manifest: Manifest, language: str) -> list[str]:
    """Future, sample, draws and seeds of a run, in words."""
    future, n, draws = future_title(manifest, language), len(manifest.seeds), manifest.n_draws
    if language == "zh":
        drawn = "" if not draws else "，各配一组参数" if draws == n else f"，轮用{draws}组参数"
        return [f"外部环境：{future}", f"抽样{manifest.sample}", f"{n}次模拟{drawn}"]
    own = ", each with its own parameter draw" if draws == n else f", {draws} parameter draws in turn"
    seeds = "1 seed" if n == 1 else f"{n} seeds"
    return [f"future: {future}", f"sample {manifest.sample}", seeds + own * bool(draws)]


def runs_of(manifest: Manifest) -> str:
    """Number of seeds of the runs, and of their draws."""
    return run_words(manifest, "en")[-1]


def parameters_in_words(manifest: Manifest) -> str:
    """What the parameters of the runs are, in both languages."""
    return f"{manifest.calibration_note}{borrowed_note(manifest, 'en')} {runs_note(manifest, 'zh')}"
