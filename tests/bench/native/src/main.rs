//! Draws each figure of `report.json` as an SVG: the median of every row, with the middle half of its runs.
//!
//!     clean-exit-bench REPORT FOLDER

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use serde::Deserialize;

/// Two colours that stay apart for most people, and in grey.
const OURS: RGBColor = RGBColor(15, 108, 189);
const YARDSTICK: RGBColor = RGBColor(150, 150, 150);

const WIDTH: i32 = 860;
const LEFT: i32 = 330;
const RIGHT: i32 = 90;
const TOP: i32 = 64;
const BAR: i32 = 14;
const GAP: i32 = 12;

#[derive(Deserialize)]
struct Report {
    figures: Vec<Figure>,
}

#[derive(Deserialize)]
struct Figure {
    name: String,
    title: String,
    unit: String,
    beside: String,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    label: String,
    ours: Spread,
    yardstick: Option<Spread>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spread {
    quarter: f64,
    median: f64,
    three_quarters: f64,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let report = arguments.next().context("the report is not named")?;
    let folder = arguments.next().context("the folder is not named")?;
    let report: Report = serde_json::from_str(&fs::read_to_string(report)?)?;
    fs::create_dir_all(&folder)?;
    for figure in &report.figures {
        draw(figure, &Path::new(&folder).join(format!("{}.svg", figure.name)))?;
    }
    Ok(())
}

/// The rows below each other, from zero, in one scale; one that spans too much is logarithmic.
fn draw(figure: &Figure, file: &Path) -> Result<()> {
    let scale = Scale::of(figure);
    let bars: i32 = figure.rows.iter().map(|row| 1 + i32::from(row.yardstick.is_some())).sum();
    let rows = i32::try_from(figure.rows.len())?;
    let height = TOP + bars * BAR + rows * GAP + 16;
    let area = SVGBackend::new(file, (WIDTH.unsigned_abs(), height.unsigned_abs())).into_drawing_area();
    area.fill(&WHITE)?;
    let text = |size: i32| TextStyle::from(("sans-serif", size).into_font()).pos(Pos::new(HPos::Left, VPos::Center));
    let log = if scale.is_logarithmic { ", logarithmic" } else { "" };
    area.draw_text(&format!("{} ({}{log})", figure.title, figure.unit), &text(17), (12, 18))?;
    let mut legend = vec![(OURS, "Clean Exit")];
    if figure.rows.iter().any(|row| row.yardstick.is_some()) {
        legend.push((YARDSTICK, figure.beside.as_str()));
    }
    let mut x = 12;
    for (colour, words) in legend {
        area.draw(&Rectangle::new([(x, 36), (x + 10, 46)], colour.filled()))?;
        area.draw_text(words, &text(12), (x + 15, 41))?;
        x += 110;
    }
    let mut y = TOP;
    for row in &figure.rows {
        area.draw_text(&row.label, &text(13), (12, y + BAR / 2))?;
        for (spread, colour) in [(Some(&row.ours), OURS), (row.yardstick.as_ref(), YARDSTICK)] {
            let Some(spread) = spread else { continue };
            bar(&area, &scale, spread, colour, y, &text(12))?;
            y += BAR;
        }
        y += GAP;
    }
    area.present()?;
    Ok(())
}

fn bar<B: DrawingBackend>(
    area: &DrawingArea<B, plotters::coord::Shift>,
    scale: &Scale,
    spread: &Spread,
    colour: RGBColor,
    y: i32,
    text: &TextStyle<'_>,
) -> Result<()>
where
    B::ErrorType: 'static,
{
    let end = scale.at(spread.median);
    area.draw(&Rectangle::new([(LEFT, y + 1), (end, y + BAR - 1)], colour.mix(0.75).filled()))?;
    let middle = y + BAR / 2;
    let (from, to) = (scale.at(spread.quarter), scale.at(spread.three_quarters));
    area.draw(&PathElement::new([(from, middle), (to, middle)], BLACK.stroke_width(1)))?;
    for x in [from, to] {
        area.draw(&PathElement::new([(x, middle - 3), (x, middle + 3)], BLACK.stroke_width(1)))?;
    }
    area.draw_text(&short(spread.median), text, (end.max(to) + 6, middle))?;
    Ok(())
}

struct Scale {
    least: f64,
    most: f64,
    is_logarithmic: bool,
}

impl Scale {
    fn of(figure: &Figure) -> Self {
        let medians = figure.rows.iter().flat_map(|row| std::iter::once(&row.ours).chain(&row.yardstick));
        let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
        for spread in medians {
            if 0.0 < spread.median {
                least = least.min(spread.median);
            }
            most = most.max(spread.three_quarters);
        }
        Self { least: least / 2.0, most, is_logarithmic: 200.0 < most / least }
    }

    fn at(&self, value: f64) -> i32 {
        let share = if self.is_logarithmic {
            (value.max(self.least) / self.least).ln() / (self.most / self.least).ln()
        } else {
            value / self.most
        };
        LEFT + (share.clamp(0.0, 1.0) * f64::from(WIDTH - LEFT - RIGHT)).round() as i32
    }
}

/// As many digits as say something.
fn short(value: f64) -> String {
    match value.abs() {
        size if size < 1.0 && size != 0.0 => format!("{value:.3}"),
        size if size < 10.0 => format!("{value:.2}"),
        size if size < 100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}
