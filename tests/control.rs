//! The control finder on surveys made by hand: every label, every trap, and what must not change a decision.

#![allow(clippy::expect_used, reason = "a survey that can't be built fails the test")]

use clean_exit::engine::control::{Decision, Frame, Memory, Reason, Survey, decide};
use clean_exit::engine::id::FrameId;
use clean_exit::engine::site::{Host, Place};
use clean_exit::protocol::survey::{Report, Source, SurveyError};
use clean_exit::value::Plain;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

const LABELS: &str = include_str!("../src/engine/control/labels.tsv");
const TRAPS: &str = include_str!("traps.tsv");
/// What tells the survey from others.
const NONCE: &str = "0123456789abcdef";

fn control(key: u32, name: &str, region: &str, area: [i32; 4]) -> Value {
    json!({ "key": key, "tag": "button", "role": "", "name": name, "ids": [], "near": [], "region": region,
            "box": area, "shown": "yes" })
}

fn with(mut control: Value, more: Value) -> Value {
    let more = more.as_object().expect("an object").clone();
    control.as_object_mut().expect("an object").extend(more);
    control
}

/// The header of an application that nobody knows: a bell, and the user at the top right.
fn header(expanded: bool) -> Vec<Value> {
    vec![
        with(control(0, "🔔", "banner", [1100, 10, 30, 30]), json!({"popup": true})),
        with(
            control(1, "Jane Doe", "banner", [1200, 10, 40, 30]),
            json!({"popup": true, "expanded": expanded, "ids": ["user-menu"], "picture": true}),
        ),
        control(2, "", "main", [30, 300, 80, 30]),
        with(control(3, "Contoso", "grid", [30, 400, 80, 30]), json!({"link": {"kind": "same"}})),
    ]
}

/// One entry of the open account menu.
fn entry(key: u32, name: &str) -> Value {
    with(
        control(key, name, "none", [1100, 60, 160, 30]),
        json!({"role": "menuitem", "menu": {"popup": 0, "opener": 1}}),
    )
}

fn report(lang: &str, controls: &[Value]) -> Value {
    json!({ "version": 1, "nonce": NONCE, "seen": controls.len(), "truncated": false, "controls": controls,
            "page": { "lang": lang, "size": [1280, 800], "ready": true } })
}

fn read(report: Value) -> Result<Frame, SurveyError> {
    read_at("contoso.crm4.dynamics.com", report)
}

fn read_at(host: &str, report: Value) -> Result<Frame, SurveyError> {
    let Plain(report) = serde_json::from_value(report).expect("JSON");
    let report: Report = report.read().expect("a report");
    let host = Host::parse(host).expect("a host");
    let place = Place::of(&host);
    report.into_frame(Source { frame: FrameId::TOP, document: None, host, place }, Place::of)
}

fn survey(lang: &str, controls: &[Value]) -> Survey {
    Survey { frames: vec![read(report(lang, controls)).expect("a frame")] }
}

/// Looks until something is pressed or given up: at the header first, at the open menu afterwards.
fn pressed(closed: &Survey, open: &Survey) -> Option<u32> {
    let mut memory = Memory::default();
    let mut opened = false;
    for _ in 0..30 {
        let (decision, after) = decide(if opened { open } else { closed }, &memory);
        memory = after;
        match decision {
            Decision::Press { target, .. } => {
                assert_eq!(target.nonce(), NONCE);
                return Some(target.key());
            }
            Decision::Open { target, .. } => opened = opened || target.key() == 1,
            Decision::Wait { .. } => {}
            Decision::None { .. } => return None,
            Decision::Choose { .. }
            | Decision::Reload { .. }
            | Decision::Blocked { .. }
            | Decision::SignedOut { .. }
            | Decision::SignInPage { .. } => panic!("not of this page: {decision:?}"),
        }
    }
    panic!("no end after 30 looks");
}

fn in_account_menu(lang: &str, label: &str) -> Option<u32> {
    let mut open = header(true);
    open.extend([entry(10, "Contoso Ltd"), entry(11, label)]);
    pressed(&survey(lang, &header(false)), &survey(lang, &open))
}

#[test]
fn every_sourced_label_is_found_in_the_account_menu() {
    let mut found = 0;
    for line in LABELS.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [lang, "out" | "exit", labels] = columns.as_slice() else { continue };
        for label in labels.split('|') {
            assert_eq!(in_account_menu(lang, label), Some(11), "{lang}: {label}");
            assert_eq!(in_account_menu("", &label.to_uppercase()), Some(11), "no language: {label}");
            found += 1;
        }
    }
    println!("{found} labels found");
    assert!(170 < found, "the table was not read: {found}");
}

#[test]
fn every_trap_is_left_alone_in_its_language() {
    let mut left = 0;
    for line in TRAPS.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [lang, trap, ..] = columns.as_slice() else { panic!("a trap without a label: {line}") };
        assert_eq!(in_account_menu(lang, trap), None, "{lang}: {trap} in the account's menu");
        for region in ["banner", "bar", "navigation", "none", "main", "grid", "content", "edit", "dialog"] {
            for area in [[1200, 60, 60, 30], [600, 300, 60, 30]] {
                let mut page = header(false);
                page.push(control(20, trap, region, area));
                let page = survey(lang, &page);
                assert_eq!(pressed(&page, &page), None, "{lang}: {trap} in {region}");
            }
        }
        left += 1;
    }
    println!("{left} traps left alone");
    assert!(170 < left, "the traps were not read: {left}");
}

#[test]
fn a_label_among_records_is_left_alone_in_every_language() {
    for line in LABELS.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [lang, "out" | "exit" | "out?" | "exit?", labels] = columns.as_slice() else { continue };
        for label in labels.split('|') {
            for region in ["main", "grid", "content", "edit", "dialog", "contentinfo"] {
                let mut page = header(false);
                page.push(control(20, label, region, [600, 300, 60, 30]));
                let page = survey(lang, &page);
                assert_eq!(pressed(&page, &page), None, "{lang}: {label} in {region}");
            }
        }
    }
}

#[test]
fn of_several_accounts_the_one_that_was_seen_is_chosen() {
    let (seen, other) = ("00000000000000aa", "00000000000000bb");
    let menu = json!({"menu": {"popup": 0, "opener": 1, "mail": seen}});
    let mut open = header(true);
    open.push(with(entry(11, "Sign out"), menu));
    let (decision, memory) = decide(&survey("en", &open), &Memory::default());
    assert!(matches!(decision, Decision::Press { .. }), "{decision:?}");

    let tile = |key, mail| {
        let more = json!({"near": ["tilesHolder"], "mail": mail, "role": "button"});
        with(control(key, "@", "none", [400, 200, 400, 60]), more)
    };
    let picker = report("en", &[tile(5, other), tile(6, seen)]);
    let page = json!({"page": {"markers": ["tilesHolder"], "ready": true, "size": [1280, 800]}});
    let frame = read_at("login.microsoftonline.com", with(picker, page)).expect("a frame");
    let survey = Survey { frames: vec![frame] };
    let (decision, _) = decide(&survey, &memory.anew());
    assert!(matches!(&decision, Decision::Choose { target, .. } if target.key() == 6), "{decision:?}");
    let (decision, _) = decide(&survey, &Memory::default());
    assert!(matches!(decision, Decision::None { .. }), "{decision:?}");
}

/// What is pressed first where the page itself and a frame that fills it look so.
fn first_in(top: (&str, &[Value]), inner: (&str, &[Value])) -> Option<FrameId> {
    let mut inner = read_at(inner.0, report("en", inner.1)).expect("a frame");
    inner.id = FrameId(1);
    let top = read_at(top.0, report("en", top.1)).expect("a frame");
    let (decision, _) = decide(&Survey { frames: vec![top, inner] }, &Memory::default());
    if let Decision::Press { target, .. } = decision { Some(target.frame()) } else { None }
}

#[test]
fn an_exit_among_the_contents_is_an_authors_own_in_a_canvas_app_alone() {
    let (contoso, canvas) = ("contoso.crm4.dynamics.com", "make.powerapps.com");
    let exit = [control(0, "Exit", "main", [1200, 10, 60, 30])];
    assert_eq!(first_in((canvas, &[]), (canvas, &exit)), Some(FrameId(1)));
    assert_eq!(first_in((contoso, &[]), (contoso, &exit)), None, "it is a frame, and no canvas app");
    assert_eq!(first_in((canvas, &exit), (canvas, &[])), None, "it is the page around the app");
}

#[test]
fn where_the_page_has_the_accounts_menu_a_frame_in_it_is_content() {
    let contoso = "contoso.crm4.dynamics.com";
    let sign_out =
        [with(control(0, "Sign out", "banner", [1200, 10, 60, 30]), json!({"ids": ["tdsignout"]}))];
    assert_eq!(first_in((contoso, &[]), (contoso, &sign_out)), Some(FrameId(1)));
    assert_eq!(first_in((contoso, &header(false)), (contoso, &sign_out)), None);
}

#[test]
fn in_a_bar_without_a_name_the_sign_out_stands_at_the_end() {
    for (left, width, expected) in [(1200, 60, Some(0)), (860, 400, Some(0)), (700, 60, None)] {
        let bar = [
            control(0, "Sign out", "bar", [left, 10, width, 30]),
            control(1, "Help", "bar", [20, 10, 60, 30]),
        ];
        let page = survey("en", &bar);
        assert_eq!(pressed(&page, &page), expected, "{left}");
    }
}

#[test]
fn a_closed_menu_tells_what_it_holds_by_known_ids_too() {
    for (id, holds) in [("mectrl_body_signout", true), ("help", false)] {
        let more = json!({"ids": [id], "shown": "hidden", "menu": {"popup": 0, "opener": 1}});
        let inside = with(control(10, "", "none", [0, 0, 0, 0]), more);
        let mut page = header(false);
        page.push(inside);
        let (decision, _) = decide(&survey("en", &page), &Memory::default());
        let Decision::Open { reasons, .. } = decision else { panic!("{decision:?}") };
        assert_eq!(reasons.contains(&Reason::HoldsSignOut), holds, "{reasons:?}");
    }
}

#[test]
fn what_is_no_button_opens_no_menu() {
    for (more, opens) in [(json!({"tag": "div"}), false), (json!({"tag": "div", "role": "button"}), true)] {
        let user = with(
            control(1, "Jane Doe", "banner", [1200, 10, 40, 30]),
            json!({"ids": ["user-menu"], "picture": true}),
        );
        let (decision, _) = decide(&survey("en", &[with(user, more)]), &Memory::default());
        assert_eq!(matches!(decision, Decision::Open { .. }), opens, "{decision:?}");
    }
}

#[test]
fn the_address_of_a_sign_out_tells_only_where_the_page_itself_does_not_say_otherwise() {
    for (more, is_proof) in
        [(json!({}), true), (json!({"password": true}), false), (json!({"pageId": "ConvergedError"}), false)]
    {
        let page = with(json!({"hint": "logout", "ready": true, "size": [1280, 800]}), more);
        let page = with(report("en", &[]), json!({"page": page}));
        let survey =
            Survey { frames: vec![read_at("login.microsoftonline.com", page.clone()).expect("a frame")] };
        let mut memory = Memory::default();
        let mut decisions = (0..5).map(|_| {
            let (decision, after) = decide(&survey, &memory);
            memory = after;
            decision
        });
        let end = decisions.find(|decision| !matches!(decision, Decision::Wait { .. }));
        assert_eq!(matches!(end, Some(Decision::SignedOut { .. })), is_proof, "{page}: {end:?}");
    }
}

/// How often a page is waited for, and whether something is pressed then.
fn waits(page: &Survey) -> (usize, bool) {
    let mut memory = Memory::default();
    for waits in 0..30 {
        let (decision, after) = decide(page, &memory);
        memory = after;
        if !matches!(decision, Decision::Wait { .. }) {
            assert!(matches!(decision, Decision::Press { .. } | Decision::None { .. }), "{decision:?}");
            return (waits, matches!(decision, Decision::Press { .. }));
        }
    }
    panic!("no end after 30 looks");
}

#[test]
fn an_exit_is_pressed_only_once_the_page_had_time_to_load() {
    let exit =
        [control(0, "Exit", "banner", [1200, 10, 60, 30]), control(1, "Help", "banner", [1100, 10, 60, 30])];
    assert_eq!(waits(&survey("en", &exit)), (0, true));
    let page = json!({"page": {"lang": "en", "ready": false, "size": [1280, 800]}});
    let loading = read(with(report("en", &exit), page)).expect("a frame");
    assert_eq!(waits(&Survey { frames: vec![loading] }), (3, true));
}

#[test]
fn a_page_with_nothing_is_looked_at_three_times_more_and_one_of_the_sign_in_service_twice() {
    assert_eq!(waits(&survey("en", &[])), (3, false));
    let silent = read_at("login.microsoftonline.com", report("en", &[])).expect("a frame");
    assert_eq!(waits(&Survey { frames: vec![silent] }), (2, false));
}

#[test]
fn a_menu_that_is_known_counts_where_its_opener_stands_or_where_it_opens() {
    let entry = |left, top, opener: Value| {
        let more = json!({"role": "menuitem", "ids": ["mectrl_body_signout"], "menu": {"popup": 0, "opener": opener}});
        with(control(11, "Sign out", "none", [left, top, 160, 30]), more)
    };
    for (left, top, opener, expected) in [
        (20, 60, json!(1), Some(11)),
        (1100, 60, Value::Null, Some(11)),
        (20, 60, Value::Null, None),
        (1100, 700, Value::Null, None),
    ] {
        let mut open = header(true);
        open.push(entry(left, top, opener.clone()));
        let page = survey("en", &open);
        let (decision, _) = decide(&page, &Memory::default());
        let pressed = if let Decision::Press { target, .. } = &decision { Some(target.key()) } else { None };
        assert_eq!(pressed, expected, "{left} {top} {opener}: {decision:?}");
    }
}

#[test]
fn a_sign_out_in_sight_is_pressed_before_any_other_menu_is_opened_unless_a_closed_one_holds_another() {
    let mut page = vec![
        with(control(0, "Settings", "banner", [1240, 10, 30, 30]), json!({"popup": true, "expanded": false})),
        with(control(1, "Sign out", "banner", [1150, 10, 60, 30]), json!({"link": {"kind": "same"}})),
    ];
    let first = |page: &[Value]| decide(&survey("en", page), &Memory::default()).0;
    let decision = first(&page);
    assert!(matches!(&decision, Decision::Press { target, .. } if target.key() == 1), "{decision:?}");
    page.push(with(control(2, "Sign out", "none", [0, 0, 0, 0]), json!({"shown": "hidden"})));
    let decision = first(&page);
    assert!(matches!(&decision, Decision::Open { target, .. } if target.key() == 0), "{decision:?}");
}

#[test]
fn a_frame_that_does_not_fill_the_page_is_content() {
    let sign_out = [with(control(0, "Sign out", "banner", [300, 10, 60, 30]), json!({"ids": ["tdsignout"]}))];
    for (size, found) in
        [([1280, 800], true), ([1160, 650], true), ([1140, 800], false), ([1280, 630], false)]
    {
        let page = json!({"page": {"lang": "en", "ready": true, "size": size}});
        let mut inner = read(with(report("en", &sign_out), page)).expect("a frame");
        inner.id = FrameId(1);
        let top = read(report("en", &[])).expect("a frame");
        let (decision, _) = decide(&Survey { frames: vec![top, inner] }, &Memory::default());
        assert_eq!(matches!(decision, Decision::Press { .. }), found, "{size:?}: {decision:?}");
    }
}

#[test]
fn what_was_opened_at_the_side_is_the_accounts_too() {
    let user = |expanded: bool| {
        let more = json!({"popup": true, "expanded": expanded, "ids": ["user-menu"], "picture": true});
        with(control(1, "Jane Doe", "navigation", [10, 740, 40, 40]), more)
    };
    let closed = [user(false), control(2, "", "main", [300, 300, 80, 30])];
    let mut open = vec![user(true), control(2, "", "main", [300, 300, 80, 30])];
    let more = json!({"role": "menuitem", "menu": {"popup": 0, "opener": 1}});
    open.push(with(control(10, "Sign out", "none", [60, 640, 160, 30]), more));
    assert_eq!(pressed(&survey("en", &closed), &survey("en", &open)), Some(10));
}

#[test]
fn a_sign_out_in_a_dialog_that_nobody_opened_is_left_alone() {
    let more = json!({"menu": {"popup": 7}});
    let page = survey("en", &[with(control(0, "Sign out", "dialog", [1200, 10, 60, 30]), more)]);
    assert_eq!(pressed(&page, &page), None);
}

#[test]
fn of_two_that_say_the_same_the_one_that_is_seen_is_pressed() {
    let mut open = header(true);
    open.push(with(entry(11, "Sign out"), json!({"shown": "scrolled"})));
    open.push(with(entry(12, "Sign out"), json!({"box": [1100, 64, 160, 30]})));
    assert_eq!(pressed(&survey("en", &header(false)), &survey("en", &open)), Some(12));
}

#[test]
fn a_report_that_the_page_agent_does_not_make_is_refused() {
    let good = report("en", &header(false));
    assert!(read(good.clone()).is_ok());
    assert_eq!(read(with(good.clone(), json!({"version": 2}))).err(), Some(SurveyError::Version));
    assert_eq!(read(with(good.clone(), json!({"nonce": "no"}))).err(), Some(SurveyError::Nonce));
    let twice = vec![control(1, "a", "none", [0; 4]), control(1, "b", "none", [0; 4])];
    assert_eq!(read(report("en", &twice)).err(), Some(SurveyError::Twice));
    let many: Vec<Value> = (0..401).map(|key| control(key, "a", "none", [0; 4])).collect();
    assert_eq!(read(report("en", &many)).err(), Some(SurveyError::TooLarge));
    let long = read(report("en", &[control(1, &"é".repeat(1_000_000), "none", [0; 4])])).expect("a frame");
    assert_eq!(long.controls.first().map(|control| control.name.chars().count()), Some(256));
}

fn same_decision(closed: &[Value], open: &[Value]) -> Result<(), TestCaseError> {
    prop_assert_eq!(pressed(&survey("en", closed), &survey("en", open)), Some(11));
    Ok(())
}

fn open_menu() -> Vec<Value> {
    let mut open = header(true);
    open.extend([entry(10, "Contoso Ltd"), entry(11, "Sign out"), entry(12, "Settings")]);
    open
}

fn unrelated(key: u32, word: &str, top: i32) -> Value {
    control(key, word, if top % 2 == 0 { "main" } else { "grid" }, [40, 120 + top, 90, 20])
}

proptest! {
    #[test]
    fn the_order_of_the_page_changes_nothing(order in proptest::collection::vec(any::<Index>(), 16)) {
        let (mut closed, mut open) = (header(false), open_menu());
        for list in [&mut closed, &mut open] {
            for pair in order.chunks_exact(2) {
                let (one, other) = (pair[0].index(list.len()), pair[1].index(list.len()));
                list.swap(one, other);
            }
        }
        same_decision(&closed, &open)?;
    }

    #[test]
    fn ids_around_the_controls_change_nothing(near in proptest::collection::vec("[a-z]{1,9}", 0..6)) {
        let wrap = |list: Vec<Value>| -> Vec<Value> {
            list.into_iter().map(|it| with(it, json!({"near": near}))).collect()
        };
        same_decision(&wrap(header(false)), &wrap(open_menu()))?;
    }

    #[test]
    fn unrelated_controls_change_nothing(words in proptest::collection::vec("[a-z ]{1,14}", 1..300)) {
        let add = |mut list: Vec<Value>| {
            list.extend(words.iter().zip(100..).map(|(word, key)| unrelated(key, word, i32::try_from(key).unwrap_or(0))));
            list
        };
        same_decision(&add(header(false)), &add(open_menu()))?;
    }

    #[test]
    fn no_survey_is_too_strange(
        names in proptest::collection::vec((".{0,20}", 0..12usize, any::<[i32; 4]>(), any::<u32>()), 0..40),
        lang in ".{0,8}", ready: bool, size: (i32, i32),
    ) {
        let regions = ["none", "bar", "banner", "navigation", "main", "content", "grid", "edit", "dialog", "complementary", "contentinfo", "none"];
        let controls: Vec<Value> = names.iter().zip(0..).map(|((name, region, area, menu), key)| {
            with(control(key, name, regions[*region], *area), json!({
                "ids": [name], "popup": menu % 2 == 0, "menu": {"popup": menu, "opener": menu % 40}, "mail": "é2345678é",
            }))
        }).collect();
        let page = with(report(&lang, &controls), json!({"page": {"lang": lang, "ready": ready, "size": size}}));
        let survey = Survey { frames: vec![read(page).expect("a frame")] };
        let _ = pressed(&survey, &survey);
    }
}
