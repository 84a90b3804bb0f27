"""Stored runs as tables: SQL that only reads, files that read back equal, and what a format cannot hold."""

import re
import sys
from pathlib import Path

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
import pytest
import xarray as xr

from experiments.stores import spreadsheet, stata
from experiments.stores.exporting import export
from experiments.stores.querying import as_csv, printed, query
from experiments.stores.tables import Store, open_store
from experiments.study.designs import design_of, plan_of
from experiments.study.reader import read_study
from sim.errors import UserError
from sim.measures.results import results
from sim.runs.runset import RunSet
from sim.runs.sweep import run_plan
from tests import synthetic

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "stores.md").read_text(encoding="utf-8")
STUDY = (
    "model: ishigami\ndesign: {method: latin_hypercube, n: 40}\nfrom: 2020\nto: 2021\noutputs: [y]\n"
    "factors:\n  - parameter: x1\n  - parameter: x2\n  - parameter: x3\n"
)


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stores")
    (folder / "trial.yaml").write_text(STUDY, encoding="utf-8")
    read = read_study(folder / "trial.yaml")
    design = design_of(read)
    run_plan(plan_of(read, design), folder / "sweep", design=design)
    return folder / "sweep"


@pytest.fixture(scope="module")
def run_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stores") / "run"
    synthetic.write(folder, synthetic.manifest())
    return folder


@pytest.fixture
def store(sweep: Path) -> Store:
    return open_store(sweep)


def test_a_sweep_is_tables_with_the_factors_beside_the_runs(store: Store) -> None:
    flat, design = store.table("flat"), store.table("design")
    assert list(flat)[:8] == ["run", "point", "seed", "scenario", "future", "year", "months", "x1"]
    assert (flat["x1"].to_numpy() == design["x1"].to_numpy()[flat["point"]]).all()
    assert flat.loc[flat["year"] == 2020, "months"].eq(2).all()
    assert store.table("factors")["name"].tolist() == ["x1", "x2", "x3"]


def test_sql_over_a_run_set_by_hand(run_set: Path) -> None:
    """Six counties of 160 births an age group of 20, seeds 1 to 3 add 1, 2, 3: agents of 2025."""
    store = open_store(run_set)
    found = query(store, "SELECT seed, sum(births) AS n FROM births WHERE year = 2025 GROUP BY seed ORDER BY seed")
    assert found["n"].tolist() == [6 * 20 * 8 + seed for seed in (1, 2, 3)]
    found = query(store, "SELECT seed, births FROM runs WHERE year = 2025 ORDER BY seed")
    assert found["births"].tolist() == [50 * (6 * 20 * 8 + seed) for seed in (1, 2, 3)]
    assert query(store, "SELECT name_zh FROM counties ORDER BY county_code")["name_zh"].iloc[1] == "柯桥区"


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT nope FROM runs", 'Referenced column "nope" not found'),
        ("SELECT * FROM nowhere", "tables are runs, design, flat, factors, indicators"),
        ("SELEC 1", 'syntax error at or near "SELEC"'),
        ("DROP TABLE runs", "one statement that reads"),
        ("COPY runs TO 'x.csv'", "one statement that reads"),
        ("SELECT 1; SELECT 2", "one statement that reads"),
        ("", "one statement that reads"),
        ("SELECT * FROM read_csv('/etc/hostname')", "file system operations are disabled"),
    ],
)
def test_sql_that_does_not_read_these_tables_is_refused(store: Store, sql: str, told: str) -> None:
    with pytest.raises(UserError, match=r"^SQL: ") as refused:
        query(store, sql)
    assert told in str(refused.value)


def test_answers_are_printed_short_and_given_whole(store: Store) -> None:
    found = query(store, "SELECT run, year, y FROM runs ORDER BY run, year")
    assert printed(found).endswith("... 20 more rows; --csv gives all")
    assert len(as_csv(found).splitlines()) == 81
    assert printed(query(store, "SELECT y FROM runs WHERE y > 1000")) == "y\nno row"
    assert as_csv(pd.DataFrame({"a": ["=1+1"]})) == "a\n'=1+1"


def test_csv_reads_back_equal(store: Store, tmp_path: Path) -> None:
    assert export(store, "csv", tmp_path / "x.csv").endswith("80 rows of 11 columns.")
    read = pd.read_csv(tmp_path / "x.csv")
    pd.testing.assert_frame_equal(read, store.table("flat"), check_dtype=False)


@pytest.mark.parametrize("kind", ["sweep", "run_set"])
def test_excel_reads_back_equal(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    store = open_store(request.getfixturevalue(kind))
    export(store, "xlsx", tmp_path / "x.xlsx")
    for name in ("runs", "design", "indicators"):
        read = pd.read_excel(tmp_path / "x.xlsx", sheet_name=name, keep_default_na=name != "indicators")
        pd.testing.assert_frame_equal(read, store.table(name), check_dtype=False, rtol=1e-15)
    assert pd.read_excel(tmp_path / "x.xlsx", sheet_name="about", header=None)[0].tolist()[:2] == ["title", "command"]


def test_what_looks_like_a_formula_stays_text_in_excel(tmp_path: Path) -> None:
    spreadsheet.write(tmp_path / "x.xlsx", {"runs": pd.DataFrame({"a": ["=1+1"], "b": [np.inf]})}, {"command": "-x"})
    cells = openpyxl.load_workbook(tmp_path / "x.xlsx")["runs"]
    assert (cells["A2"].value, cells["A2"].data_type, cells["B2"].value) == ("=1+1", "s", "inf")


def test_what_excel_cannot_hold_is_refused(tmp_path: Path) -> None:
    long = pd.DataFrame({"a": np.zeros(spreadsheet.MOST_ROWS, np.int8)})
    with pytest.raises(UserError, match=r"runs has 1,048,576 rows, and a sheet of Excel holds 1,048,575 below"):
        spreadsheet.write(tmp_path / "x.xlsx", {"runs": long}, {})
    spreadsheet.check_size("runs", long.iloc[1:])
    wide = pd.DataFrame(np.zeros((1, spreadsheet.MOST_COLUMNS + 1)))
    with pytest.raises(UserError, match=r"16,385 columns"):
        spreadsheet.check_size("runs", wide)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["sweep", "run_set"])
def test_stata_reads_back_equal_with_labels(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    store = open_store(request.getfixturevalue(kind))
    export(store, "stata", tmp_path / "x.dta")
    read, about = pyreadstat.read_dta(tmp_path / "x.dta", apply_value_formats=True)
    flat = store.table("flat")
    assert read["scenario"].astype(str).eq(store.words["scenario"]["national_only"][0]).all()
    numbers = [name for name in flat if flat[name].dtype.kind in "if"]
    pd.testing.assert_frame_equal(read[numbers], flat[numbers], check_dtype=False)
    assert about.column_names_to_labels["year"] == "年份"
    assert about.file_label == store.title_zh


def test_counts_in_stata_carry_the_counties_names(run_set: Path, tmp_path: Path) -> None:
    export(open_store(run_set), "stata", tmp_path / "x.dta", "births", "zh")
    _, about = pyreadstat.read_dta(tmp_path / "x.dta")
    assert about.variable_value_labels["county_code"][330602] == "越城区"
    assert about.variable_value_labels["scenario"] == {1: "仅国家与省级法规"}
    read = pd.read_stata(tmp_path / "x.dta", convert_categoricals=False)
    assert read["births"].sum() == open_store(run_set).table("births")["births"].sum()
    export(open_store(run_set), "stata", tmp_path / "x.dta", "births", "en")
    assert pyreadstat.read_dta(tmp_path / "x.dta")[1].variable_value_labels["county_code"][330602] == "Yuecheng"


def test_names_for_stata_by_hand() -> None:
    long = "places_per_100_children_under_three"
    assert stata.column_names(["births", "place:x", "long", "1st", long, long + "s", "if"]) == [
        "births", "place_x", "long_", "_1st", "places_per_100_children_under_th", "places_per_100_children_under__2",
        "if_",
    ]  # fmt: skip


def test_numbers_that_stata_cannot_hold_are_told(tmp_path: Path) -> None:
    rows = pd.DataFrame({
        "a": [np.inf, 1.0, -np.inf], "n": [2**40, 2, 3], "m": np.array([2_147_483_621, 1, 2], np.int32),
        "ok": [True, False, True], "t": ["x" * 3000, "", "y"],
    })  # fmt: skip
    notes = stata.write(tmp_path / "x.dta", rows, "标题" * 60, {"a": "长" * 100}, {})
    assert notes == ["2 infinite numbers, which Stata cannot hold, are missing."]
    read, about = pyreadstat.read_dta(tmp_path / "x.dta")
    assert read["a"].isna().tolist() == [True, False, True]
    assert read["n"].tolist() == [2**40, 2, 3]
    assert read["m"].tolist() == [2_147_483_621, 1, 2]
    assert (len(about.column_names_to_labels["a"]), len(about.file_label)) == (80, 80)


@pytest.mark.parametrize("kind", ["sweep", "run_set"])
def test_netcdf_reads_back_equal(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    pytest.importorskip("h5py")
    folder = request.getfixturevalue(kind)
    store = open_store(folder)
    export(store, "netcdf", tmp_path / "x.nc")
    with xr.open_dataset(tmp_path / "x.nc", engine="h5netcdf") as read:
        if kind == "run_set":
            xr.testing.assert_equal(read.load(), results(RunSet.open(folder)))
            assert read["births"].attrs["long_name"] == "常住人口出生人数 [人/年]"
        else:
            flat = store.table("flat").set_index(["run", "year"])
            assert (read["y"].to_series() == flat["y"]).all()
            assert read["x1"].sel(run=7).item() == flat.loc[(7, 2020), "x1"]
            assert read["scenario"].values[0] == "national_only"
        assert read.attrs["command"] == store.command


@pytest.mark.parametrize(
    ("to", "out", "table", "told"),
    [
        ("spss", None, None, "--to: there is no format 'spss'; allowed are csv, xlsx, stata, netcdf"),
        ("csv", None, "nowhere", "holds no table 'nowhere'; it holds runs, design, flat"),
        ("stata", "x.sav", None, r"--out: x\.sav does not end in \.dta"),
        ("netcdf", None, "runs", "--table: netCDF holds the runs as one dataset"),
    ],
)
def test_what_cannot_be_exported_is_refused(store: Store, to: str, out: str, table: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        export(store, to, out, table)


@pytest.mark.parametrize(("to", "name"), [("xlsx", "openpyxl"), ("stata", "pyreadstat"), ("netcdf", "h5netcdf")])
def test_a_missing_library_is_named(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, to: str, name: str
) -> None:
    if to == "netcdf":
        pytest.importorskip("h5py")
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UserError, match=rf"--to {to} needs {name}.*pip install 'fertsim\[tables\]'"):
        export(store, to, tmp_path / f"x.{'dta' if to == 'stata' else 'nc' if to == 'netcdf' else to}")
    assert not list(tmp_path.iterdir())


def test_a_folder_of_neither_is_refused(tmp_path: Path, run_set: Path) -> None:
    with pytest.raises(UserError, match="holds no sweep and no run set; name the --out folder of one"):
        open_store(tmp_path)
    (tmp_path / "comparison.json").write_text("{}", encoding="utf-8")
    synthetic.write(tmp_path / "plan", synthetic.manifest(scenario="plan"))
    with pytest.raises(UserError, match=r"holds no sweep and no run set itself, but one in each of .*plan"):
        open_store(tmp_path)


def fenced(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_the_page_runs(sweep: Path, run_set: Path) -> None:
    """Python and SQL of docs/stores.md, over a sweep and a run set."""
    assert len(fenced("sql")) == 3
    for sql in fenced("sql"):
        assert len(query(open_store(sweep), sql))
    (sql,) = fenced("sql run set")
    found = query(open_store(run_set), sql)
    assert found[(found["year"] == 2025) & (found["name_zh"] == "柯桥区")]["births"].item() == 3 * 50 * 20 * 8
    assert len(fenced("python")) == 5
    for code in fenced("python"):
        exec(code, {"sweep": str(sweep), "run_set": str(run_set)})


def test_a_run_is_read_without_fertsim(run_set: Path) -> None:
    """Every table of a run set's blocks, through DuckDB and through pandas alone, as `counts` gives it."""
    stored, blocks = RunSet.open(run_set), run_set / "blocks"
    for name in stored.tables:
        counted = stored.counts(name).drop(columns=["scenario", "future", "draw"])
        sql = f"SELECT seed, year, unnest({name}, recursive := true) FROM read_parquet('{blocks}/*.parquet')"
        pd.testing.assert_frame_equal(duckdb.sql(sql).df(), counted, check_dtype=False, check_categorical=False)
        runs = pd.read_parquet(blocks, columns=["seed", "year", name]).explode(name, ignore_index=True).dropna()
        rows = runs[["seed", "year"]].join(pd.DataFrame(list(runs[name]), runs.index, list(counted)[2:]))
        pd.testing.assert_frame_equal(
            rows.reset_index(drop=True), counted, check_dtype=False, check_categorical=False)


def test_the_page_names_every_table(store: Store, run_set: Path) -> None:
    for name in ("runs", "design", "flat", "factors", "indicators", "counties"):
        assert f"| `{name}` |" in PAGE
        assert name in store.tables or name in open_store(run_set).tables
