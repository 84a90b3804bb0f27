"""The data pack of Shaoxing is whole and sound, and a broken copy is refused with a sentence that says where."""

import csv
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import UserError
from sim.places.pack import PLACES, Pack, check_same_data, load_pack
from sim.places.schema import LAST_OPEN_YEAR, QUALITIES, TABLES

SHAOXING = PLACES / "shaoxing"
MAX_BYTES = 1_500_000
Rows = list[list[str]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the pack that a test may break."""
    return Path(shutil.copytree(SHAOXING, tmp_path / "pack"))


MACHINE_PATHS = r"(?<![\w.])/(?:" + "|".join(("work", "tmp", "root")) + r")/|[.]{2}/shared|[.]library"


def edit(folder: Path, table: str, change: Callable[[Rows], None]) -> None:
    """Rewrites one table of a copied pack after `change` has altered its rows, header first."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def put(line: int, column: str, text: str) -> Callable[[Rows], None]:
    """A change that writes one field."""

    def change(rows: Rows) -> None:
        rows[line - 1][rows[0].index(column)] = text

    return change


def line_of(table: str, **key: str) -> int:
    """Line of the first row of the shipped table that has the given entries."""
    with (SHAOXING / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            if all(row[column] == entry for column, entry in key.items()):
                return line
    raise AssertionError(key)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_passes(name: str) -> None:
    frame = load_pack().table(name)
    assert len(frame)
    assert load_pack().manifest["tables"][name]


def test_pack_is_small_and_plain() -> None:
    files = sorted(SHAOXING.iterdir())
    assert sum(path.stat().st_size for path in files) < MAX_BYTES
    assert {path.stem for path in files if path.suffix == ".csv"} - {"draws"} == set(TABLES)
    for path in files:
        content = path.read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")
        content.decode("utf-8")


def test_all_tables_load_quickly(copy: Path) -> None:
    start = time.perf_counter()
    Pack(copy).check()
    assert time.perf_counter() - start < 5  # 0.3 s alone; the machine may be busy


def test_counties_and_places() -> None:
    pack = load_pack()
    assert pack.county_codes == [330602, 330603, 330604, 330624, 330681, 330683]
    assert pack.city_code == 330600
    assert pack.census_years == [2010, 2020]
    assert load_pack("shaoxing") is load_pack(SHAOXING)


def test_published_totals() -> None:
    population = load_pack().table("population")
    by_census = population.groupby("census")["value"].sum()
    assert by_census[2010] == 4_912_239
    assert by_census[2020] == 5_270_977
    children = population[(population["census"] == 2020) & (population["age_to"] <= 9)]
    assert children.groupby("age_from")["value"].sum().tolist() == [32_345, 183_347, 216_464]


def test_a_caller_cannot_change_the_pack() -> None:
    pack = load_pack()
    frame = pack.table("population")
    frame["value"] = 0.0
    frame.loc[0, "note"] = "changed"
    assert pack.table("population")["value"].sum() > 0
    assert pack.table("population")["note"].iloc[0] != "changed"


def test_a_pack_is_the_one_that_was_hashed(copy: Path) -> None:
    """A table that is edited before it is first asked for would stand under the name of its former content."""
    pack = Pack(copy)
    pack.table("counties")
    for name in ("counties", "cpi"):
        (copy / f"{name}.csv").write_bytes((copy / f"{name}.csv").read_bytes() + b" ")
    pack.table("counties")
    with pytest.raises(UserError, match=r"cpi\.csv has changed since this process began to read the pack; start"):
        pack.table("cpi")


def test_a_worker_with_another_pack_refuses(pack: Pack) -> None:
    check_same_data("shaoxing", pack.hash)
    with pytest.raises(UserError, match="A worker has another data pack shaoxing"):
        check_same_data("shaoxing", "0" * 64)


def test_hash_follows_the_content(copy: Path) -> None:
    assert Pack(copy).hash == load_pack().hash
    edit(copy, "cpi", put(2, "value", "2.51"))
    assert Pack(copy).hash != load_pack().hash


def test_assumption() -> None:
    assert load_pack().assumption("pregnancy_months") == 9
    with pytest.raises(UserError, match=r"no assumption 'pregnancy_weeks' in .*assumptions\.csv; allowed"):
        load_pack().assumption("pregnancy_weeks")


@pytest.mark.parametrize(
    "pattern",
    [
        r"desired_children_share_\d",
        r"premarital_conception_\w+_share",
        *[rf"work_share_\w+?_{level}" for level in ("none", "primary", "junior_college", "bachelor_or_above")],
        *[rf"education_share_born_{cohort}_\w+" for cohort in ("before_1940", "1950s", "1980s", "2000s")],
    ],
)
def test_shares_among_the_assumptions_sum_to_one(pattern: str) -> None:
    frame = load_pack().table("assumptions")
    chosen = frame[[re.fullmatch(pattern, str(name)) is not None for name in frame["name"]]]
    assert chosen["value"].sum() == pytest.approx(1)


def test_recalled_figures_are_priors() -> None:
    for name in TABLES:
        frame = load_pack().table(name)
        if "note" in frame and "quality" in frame:
            from_memory = frame[frame["source"].str.contains("from memory")]
            assert set(from_memory["quality"]) <= {"prior"}, name
            assert from_memory["note"].str.contains("recalled, unverified").all(), name


def test_nothing_held_out_is_shipped() -> None:
    vital = load_pack().table("vital")
    assert vital["year"].max() == LAST_OPEN_YEAR == 2022
    for name in (
        "fertility",
        "tfr",
        "nuptiality_elsewhere",
        "mortality_level",
        "population_annual",
        "births_by_mother",
    ):
        assert load_pack().table(name)["year"].max() <= LAST_OPEN_YEAR
    for name in TABLES:
        frame = load_pack().table(name)
        if "county_code" in frame and "indicator" in frame:
            assert not frame["indicator"].str.contains("birth|natural").any(), name


def test_lunar_calendar() -> None:
    calendar = load_pack().table("lunar_calendar").set_index("year")
    lichun = calendar["lichun_count"]
    recent = lichun[lichun.index >= 2019]
    assert sorted(recent[recent == 0].index) == [2019, 2021, 2024, 2027, 2029, 2032, 2035]
    assert sorted(recent[recent == 2].index) == [2020, 2023, 2025, 2028, 2031, 2033, 2036]
    assert calendar.index.tolist() == list(range(2009, 2037))
    assert calendar["zodiac"][2024] == "dragon"
    assert calendar["zodiac"][2015] == "sheep"
    assert calendar["spring_festival"][2033] == "2033-01-31"


def test_tax_schedule_is_continuous_and_progressive() -> None:
    tax = load_pack().table("tax_schedule")
    for below, above in zip(tax.itertuples(), tax.iloc[1:].itertuples(), strict=False):
        edge = float(str(above.taxable_from))
        just_below = edge * float(str(below.value)) / 100 - float(str(below.quick_deduction))
        just_above = edge * float(str(above.value)) / 100 - float(str(above.quick_deduction))
        assert just_above == pytest.approx(just_below)
    assert tax["value"].is_monotonic_increasing


def test_targets_are_the_three_numbers_of_the_plan() -> None:
    """The plan has no number for births, and none for a county."""
    targets = load_pack().table("plan_targets").set_index("indicator")
    assert targets["value"].to_dict() == {
        "community_facility_standard": 0.6, "community_station_coverage": 0.5, "places_per_1000": 4.6,
    }
    assert set(targets["year"]) == {2025}
    assert set(targets["county_code"]) == {330600}


def test_migration_of_counties_is_that_of_the_city() -> None:
    migration = load_pack().table("migration")
    city = migration[migration["county_code"] == 330600]["value"].sum()
    counties = migration[migration["county_code"] != 330600]["value"].sum()
    assert city == pytest.approx(328_256, abs=30)
    assert counties == pytest.approx(city, abs=60)


def test_one_only_child_rule_starts_in_january_2014() -> None:
    rules = load_pack().table("permission_rules")
    rule = rules[rules["condition"] == "one_only_child"]
    assert rule["effective_from"].tolist() == ["2014-01-17"]
    assert rule["quality"].tolist() == ["published"]


def test_readme_counts_agree_with_the_tables() -> None:
    text = (SHAOXING / "README.md").read_text(encoding="utf-8")
    counted = {row[0]: row[1:] for row in re.findall(r"^\| (\w+) \|" + r" (\d+) \|" * 6, text, flags=re.MULTILINE)}
    total = [0] * 6
    for name in TABLES:
        frame = load_pack().table(name)
        qualities = frame["quality"].tolist() if "quality" in frame else []
        row = [len(frame), *(qualities.count(quality) for quality in QUALITIES)]
        assert [int(entry) for entry in counted[name]] == row, name
        total = [before + now for before, now in zip(total, row, strict=True)]
    assert [int(entry) for entry in counted["total"]] == total
    assert set(counted) == {*TABLES, "total"}


def test_nothing_names_the_workplace() -> None:
    for path in [*SHAOXING.iterdir(), *PLACES.glob("*.py"), *PLACES.glob("*.md")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(MACHINE_PATHS, text), path


BROKEN = [
    ("population", put(2, "value", "-5"), r"population\.csv line 2, column value: -5 is out of range; allowed"),
    ("population", put(2, "value", "2535"), r"population\.csv lines 2 to 39, column value: ages of census 2010.*equal"),
    ("population", put(2, "value", "many"), r"line 2, column value: 'many' is not a number; allowed"),
    ("population", put(2, "value", "12.5"), r"line 2, column value: 12\.5 is not a whole number; allowed"),
    (
        "population",
        put(2, "quality", "guessed"),
        r"line 2, column quality: 'guessed' is unknown; allowed are published",
    ),
    ("population", put(2, "unit", "people"), r"line 2, column unit: 'people' is not a unit of this table; allowed"),
    ("population", put(2, "source", ""), r"line 2, column source: empty; every figure needs a source"),
    ("population", put(2, "county_code", "330605"), r"line 2, column county_code: '330605' is not allowed; allowed"),
    ("population", put(2, "census", "2000"), r"line 2, column census: '2000' is not allowed; allowed are 2010, 2020"),
    ("population", put(2, "sex", "f"), r"line 2, column sex: 'f' is not allowed; allowed are female, male"),
    ("population", put(3, "age_to", "3"), r"column age_from: ages of 2010, 330602, female break at 4; allowed"),
    ("population", lambda rows: rows.insert(2, rows[1]), r"line 3, column age_to: the key .* stands on line 2 already"),
    ("population", lambda rows: [row.pop(0) for row in rows] and None, r"line 1, column census: the column is missing"),
    ("population", lambda rows: rows[4].append("x"), r"line 5, column note: 13 fields; allowed are 12"),
    (
        "population",
        lambda rows: rows[0].append("x"),
        r"line 1, column x: unexpected column or order; allowed is exactly",
    ),
    ("population", lambda rows: rows.__delitem__(slice(1, None)), r"line 2, column census: the table has no rows"),
    ("education", put(2, "value", "1"), r"education\.csv lines .* but the city is 1; they must be equal"),
    ("households", put(2, "value", "1"), r"households\.csv .*family_households is 1; they must be equal"),
    (
        "households",
        put(
            line_of("households", census="2010", county_code="330602", indicator="family_population"),
            "value",
            "9000000",
        ),
        r"family_population of census 2010, county 330602 exceeds the residents in population_totals; allowed",
    ),
    (
        "mortality",
        lambda rows: rows.__delitem__(22),
        r"mortality\.csv: period 2005, women of age 100 lacks 1 row; needed is a row of every period x sex x age",
    ),
    ("assumptions", put(2, "lower", ""), r"line 2, column lower: a prior needs both bounds; allowed"),
    ("assumptions", put(2, "upper", "0.1"), r"line 2, column upper: the bounds do not hold the value; allowed"),
    ("mortality", put(2, "note", "estimate"), r"line 2, column note: a fallback figure must name its area; allowed"),
    ("marriage_matching", put(2, "value", "0.5"), r"shares of marriage_matching sum to 1\.\d+; allowed is 1 within"),
    ("vital", put(2, "year", "2023"), r"line 2, column year: 2023 is out of range; allowed are 1900 to 2022"),
    ("tax_schedule", put(3, "taxable_from", "36001"), r"line 3, column taxable_from: 36001 does not follow on"),
    ("tax_schedule", put(3, "quick_deduction", "2000"), r"line 3, column quick_deduction: 2000 makes the tax jump"),
    ("tax_schedule", put(8, "taxable_to", "9999999"), r"line 8, column taxable_to: only the last bracket is open"),
    ("lunar_calendar", put(2, "spring_festival", "2009-02-30"), r"line 2, column spring_festival: .* is not a date"),
    ("lunar_calendar", put(2, "spring_festival", "2009-01-20"), r"line 2, .*the lunar year lasts 390 days; allowed"),
    ("lunar_calendar", put(2, "spring_festival", "2008-01-26"), r"line 2, .*is not in the year of the row"),
    ("lunar_calendar", put(2, "next_spring_festival", "2010-02-15"), r"line 2, .*differs from the next row"),
    ("fertility", put(2, "area", "Atlantis"), r"line 2, column area: 'Atlantis' is not allowed; allowed"),
    ("cpi", put(2, "area_code", "1"), r"line 2, column area_code: '1' is not allowed; allowed"),
    ("counties", put(2, "name_en", ""), r"line 2, column name_en: empty; a text is needed"),
    *[
        (table, put(2, "value", text), r"line 2, column value: .* is not a number; allowed are plain decimals")
        for table, text in (("mortality", "inf"), ("cpi", "nan"), ("wages", "1e5"), ("vital", ""), ("tfr", "１.2"),
                            ("levers", "1,000"), ("house_prices", "8660 元"), ("incomes", " 5"))
    ],
    ("wages", put(2, "value", "9" * 400),
     r"line 2, column value: 999999999999… is too large; allowed are numbers below"),
    ("mortality", put(2, "value", "0"), r"line 2, column value: 0 is out of range; allowed are 1e-06 to 2"),
    ("mortality_level", put(2, "value", "-3"), r"line 2, column value: -3 is out of range; allowed are 0\.1 to 50"),
    ("mortality_level", lambda rows: rows.append([rows[2][0] + ".0", *rows[2][1:]]),
     r"line 10, column county_code: the key 2010, 330602 stands on line 3 already; allowed is one row a key"),
    ("population", lambda rows: rows.append([rows[2][0], rows[2][1] + ".00", *rows[2][2:]]),
     r"line 458, column age_to: the key 2010, 330602, .* stands on line 3 already"),
    ("lunar_calendar", lambda rows: rows.append(["02010", *rows[2][1:]]), r"the key 2010 stands on line 3 already"),
    ("population_totals", put(3, "indicator", "residnts"),
     r"line 3, column indicator: 'residnts' is not allowed; allowed are .*; the nearest is 'residents'"),
    ("assumptions", put(3, "name", "pregnancy_month"),
     r"'pregnancy_month' is not allowed.* nearest is 'pregnancy_months'"),
    ("vital", put(2, "indicator", "birth"), r"'birth' is not allowed; allowed are .*; the nearest is 'births'"),
    ("wages", put(2, "sector", "privat"), r"'privat' is not allowed; allowed are .*; the nearest is 'private'"),
    ("leave_rules", put(2, "leave", "Maternity_leave"), r"'Maternity_leave' is not .* nearest is 'maternity_leave'"),
    ("permission_rules", put(2, "condition", "anyone"), r"'anyone' is not allowed; allowed are any, both_only"),
    ("permission_rules", put(2, "announced", "1990-01-01"), r"1990-01-01 is after 1982-01-01; allowed is the start"),
    ("policy_timeline", put(2, "lever", "birth_grants"), r"'birth_grants' is not .*; the nearest is 'birth_grant'"),
    ("household_sizes", put(2, "value", "0.9"), r"shares of China, 2010 sum to 1\.\d+; allowed is 1 within 0\.01"),
    ("assumptions", put(
        line_of("assumptions", name="desired_children_share_1"), "value", "0.9"), r"the bounds do not hold|sum to"),
    ("homes", put(line_of("homes", census="2020", county_code="330603", indicator="rented"), "value", "14201"),
     r"the counties of 2020, rented sum to 37630 but the city is 37629; they must be equal"),
    ("homes", put(line_of("homes", county_code="330603", indicator="floor_area_per_person"), "value", "0"),
     r"column value: homes without floor area; allowed is a number above 0"),
    ("employment", put(
        line_of("employment", census="2020", county_code="330603", indicator="at_work_health"), "value", "75959"),
     r"education, health and administration of census 2020, county 330603 employ nobody or all; allowed is a part"),
    ("plan_targets", put(2, "indicator", "places_per_100"), r"'places_per_100' is not .* nearest is 'places_per_1000'"),
    ("plan_targets", put(2, "unit", "places per 1000"),
     r"line 2, column unit: community_facility_standard is not in places per 1000; allowed is share"),
    ("plan_targets", put(3, "value", "50"), r"line 3, column value: 50 is no share; allowed are 0 to 1"),
    ("plan_targets", put(4, "county_code", "330000"), r"line 4, column county_code: '330000' is not allowed; allowed"),
    ("plan_targets", lambda rows: rows.append(rows[1]), r"line 5, column year: the key .* stands on line 2 already"),
    ("counties", put(2, "name_en", "Yuechen"), r"line 2, .* 330602 is not 越城区 Yuechen in areas\.csv"),
    ("counties", put(2, "county_code", "330602.5"), r"line 2, column county_code: '330602\.5' is not a whole number"),
]


@pytest.mark.parametrize(("table", "change", "message"), BROKEN)
def test_a_broken_table_is_refused(copy: Path, table: str, change: Callable[[Rows], None], message: str) -> None:
    edit(copy, table, change)
    with pytest.raises(UserError, match=message) as refused:
        Pack(copy).table(table)
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")


def test_ages_without_a_total_are_refused(copy: Path) -> None:
    line = line_of("population_totals", census="2010", county_code="330602", indicator="residents")
    edit(copy, "population_totals", lambda rows: rows.__delitem__(line - 1))
    with pytest.raises(UserError, match=r"ages of census 2010, county 330602 have no population_totals residents"):
        Pack(copy).table("population")


def test_overlapping_rules_are_refused(copy: Path) -> None:
    line = line_of("policy_timeline", lever="infant_care_tax_deduction", effective_from="2022-01-01")
    edit(copy, "policy_timeline", put(line, "effective_to", "2023-06-30"))
    with pytest.raises(UserError, match=r"infant_care_tax_deduction.*overlaps another row"):
        Pack(copy).table("policy_timeline")


def test_a_missing_table_is_refused(copy: Path) -> None:
    (copy / "migration.csv").unlink()
    with pytest.raises(UserError, match=r"migration\.csv is missing; needed are all tables"):
        Pack(copy)


def test_a_file_in_another_encoding_is_refused(copy: Path) -> None:
    (copy / "counties.csv").write_bytes("county_code,name_zh,name_en\n330602,越城区,Yuecheng\n".encode("gbk"))
    with pytest.raises(UserError, match=r"counties\.csv line 1, .*the file is not UTF-8"):
        Pack(copy).table("counties")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"line 1, column county_code: the column is missing; needed are county_code, name_zh, name_en"),
        (b"\n\n", r"line 1, column county_code: the column is missing"),
        ("\ufeffcounty_code,name_zh,name_en\n".encode(),
     r"line 1, .*begins with a byte order mark; allowed is UTF-8 without"),
        (b"county_code;name_zh;name_en\n330602;a;b\n", r"line 1, column county_code: the column is missing"),
        (b'county_code,name_zh,name_en\n330602,"a,b\n', r"line 2, .*this is no CSV text \(.*\); allowed is CSV"),
        (b'county_code,name_zh,name_en\n330602,"a"x,b\n', r"line 2, .*this is no CSV text"),
        (b"county_code,name_zh,name_en\n330602,a,b\n\n", r"line 3, column county_code: 0 fields; allowed are 3"),
        (b"county_code,name_zh,name_en\n330602,a,b\n330602.0,c,d\n",
     r"line 3, .*the key 330602 stands on line 2 already"),
        (b"county_code,name_zh,name_en\n" + b"9" * 200_000 + b",a,b\n", r"line 2, .*this is no CSV text"),
    ],
)
def test_a_file_that_is_no_table_is_refused(copy: Path, content: bytes, message: str) -> None:
    (copy / "counties.csv").write_bytes(content)
    with pytest.raises(UserError, match=r"counties\.csv " + message) as refused:
        Pack(copy).table("population")
    assert "\n" not in str(refused.value)


def test_a_county_more_or_less_is_missed_everywhere(copy: Path) -> None:
    """A county without figures, or figures of a county that is none, name table and county."""
    for table in ("counties", "areas"):
        edit(copy, table, lambda rows: rows.append(["330699", "某县", "Somewhere"]))
    with pytest.raises(UserError, match=r"population\.csv: county 330699 lacks 76 rows, first: census 2010, men"):
        Pack(copy).check()
    edit(copy, "counties", lambda rows: rows.__delitem__(slice(6, None)))
    with pytest.raises(UserError, match=r"population\.csv line 192, column county_code: '330683' is not allowed"):
        Pack(copy).check()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "has no field 'place'"),
        ('{"place": 1}', "has no field 'place' of type str"),
    ],
)
def test_a_broken_manifest_is_refused(copy: Path, text: str, message: str) -> None:
    (copy / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=message):
        Pack(copy)


def test_the_check_of_a_pack_holds_its_levers_against_their_declarations(copy: Path) -> None:
    line = line_of("levers", lever="birth_grant", layer="base")
    edit(copy, "levers", put(line, "lever", "birth_grnt"))
    told = rf"levers\.csv line {line}: unknown lever 'birth_grnt'; did you mean 'birth_grant'\?$"
    with pytest.raises(UserError, match=told):
        Pack(copy).check()


def test_the_check_of_a_pack_needs_nothing_but_the_pack(copy: Path) -> None:
    """Also where no other part of the model was loaded."""
    edit(copy, "levers", put(line_of("levers", lever="birth_grant", layer="base"), "value", "9000000"))
    script = f"from pathlib import Path\nfrom sim.places.pack import Pack\nPack(Path({str(copy)!r})).check()"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "birth_grant is 9e+06, out of bounds; allowed are 0 to 300000" in done.stderr


def test_an_unknown_table_in_the_manifest_is_refused(copy: Path) -> None:
    path = copy / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"wages"', '"salaries"'), encoding="utf-8")
    with pytest.raises(UserError, match="names a table 'salaries'"):
        Pack(copy)


def test_unknown_names_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no data pack at .*one of: shaoxing"):
        load_pack("atlantis")
    with pytest.raises(UserError, match="no data pack at"):
        load_pack(tmp_path)
    with pytest.raises(UserError, match="no table 'births' in a data pack; allowed are counties"):
        load_pack().table("births")
