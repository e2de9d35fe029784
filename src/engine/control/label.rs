//! What signing out is called, in 45 languages, and when two texts are the same label.

use crate::engine::sorted::{Map, Set};
use std::sync::LazyLock;

const TABLE: &str = include_str!("labels.tsv");

/// In these languages a label is often written without its diacritics, mostly in capitals.
const DIACRITICS_OPTIONAL: [&str; 8] = ["ca", "el", "es", "fr", "gl", "it", "pt", "ro"];

/// What a label can mean.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Meaning {
    /// Signing, logging out or off; `sure` if a document says so.
    Out { sure: bool },
    /// Leaving, which may or may not sign out; `sure` if a document says so.
    Exit { sure: bool },
    /// Settings.
    Settings,
    /// Signing in.
    In,
    /// The account's menu.
    Account,
}

/// One label in one language; `lang` is without script and region.
#[derive(Debug)]
struct Entry {
    key: String,
    lang: &'static str,
    needs_diacritics: bool,
    meaning: Meaning,
}

/// The labels, by their keys without diacritics.
struct Table {
    entries: Map<String, Vec<Entry>>,
    langs: Set<&'static str>,
    accounts: Vec<(String, String)>,
    outs: Vec<String>,
}

static LABELS: LazyLock<Table> = LazyLock::new(|| Table::read(TABLE));

impl Table {
    fn read(text: &'static str) -> Self {
        let mut table =
            Self { entries: Map::new(), langs: Set::new(), accounts: Vec::new(), outs: Vec::new() };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let (Some(lang), Some(kind), Some(labels)) = (columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            let Some(meaning) = meaning(kind) else { continue };
            let lang = lang.split('-').next().unwrap_or(lang);
            table.langs.insert(lang);
            for label in labels.split('|') {
                table.add(lang, label, meaning);
            }
        }
        table
    }

    fn add(&mut self, lang: &'static str, label: &str, meaning: Meaning) {
        if let Some((before, after)) = label.split_once("<name>") {
            self.accounts.push((key(before), key(after)));
            return;
        }
        let key = key(label);
        if matches!(meaning, Meaning::Out { .. }) {
            self.outs.push(key.clone());
        }
        let needs_diacritics = !DIACRITICS_OPTIONAL.contains(&lang);
        self.entries.of(bare(&key)).push(Entry { key, lang, needs_diacritics, meaning });
    }
}

fn meaning(kind: &str) -> Option<Meaning> {
    Some(match kind {
        "out" => Meaning::Out { sure: true },
        "out?" => Meaning::Out { sure: false },
        "exit" => Meaning::Exit { sure: true },
        "exit?" => Meaning::Exit { sure: false },
        "settings" => Meaning::Settings,
        "in" => Meaning::In,
        "account" => Meaning::Account,
        _ => return None,
    })
}

/// What a text means as a label: every meaning that it has in the page's language, else in any.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Reading {
    /// Signs out; true if a document says so.
    pub(super) out: Option<bool>,
    /// Leaves; true if a document says so.
    pub(super) exit: Option<bool>,
    /// Settings.
    pub(super) settings: bool,
    /// Signs in.
    pub(super) sign_in: bool,
    /// The account's menu.
    pub(super) account: bool,
    /// It is a label, but of another language than the page's.
    pub(super) foreign: bool,
    /// It is no label, but holds one that signs out.
    pub(super) part: bool,
}

impl Reading {
    /// Whether the text is a label at all.
    pub(super) const fn is_label(&self) -> bool {
        self.out.is_some() || self.exit.is_some() || self.settings || self.sign_in || self.account
    }

    fn note(&mut self, meaning: Meaning) {
        let surer = |old: Option<bool>, sure: bool| Some(old.unwrap_or(false) || sure);
        match meaning {
            Meaning::Out { sure } => self.out = surer(self.out, sure),
            Meaning::Exit { sure } => self.exit = surer(self.exit, sure),
            Meaning::Settings => self.settings = true,
            Meaning::In => self.sign_in = true,
            Meaning::Account => self.account = true,
        }
    }
}

/// Reads a text as a label in a page of this language (as in `<html lang>`; may be empty).
pub(super) fn read(text: &str, lang: &str) -> Reading {
    let key = key(text);
    let mut reading = Reading::default();
    if key.is_empty() {
        return reading;
    }
    let found = matching(&key);
    let lang = primary(lang);
    let own = found.iter().any(|entry| entry.lang == lang);
    for entry in &found {
        if !own || entry.lang == lang {
            reading.note(entry.meaning);
        }
    }
    reading.foreign = !found.is_empty() && !own && LABELS.langs.contains(&lang.as_str());
    if !reading.is_label() {
        reading.account = is_account(&key);
        reading.part = LABELS.outs.iter().any(|out| 4 <= out.len() && key.contains(out.as_str()));
    }
    reading
}

/// Whether the table has labels of this language.
pub(super) fn knows(lang: &str) -> bool {
    LABELS.langs.contains(&primary(lang).as_str())
}

fn matching(key: &str) -> Vec<&'static Entry> {
    let fits = |entry: &&Entry| !entry.needs_diacritics || entry.key == key;
    LABELS.entries.get(&bare(key)).into_iter().flatten().filter(fits).collect()
}

fn is_account(key: &str) -> bool {
    LABELS.accounts.iter().any(|(before, after)| {
        let name = key.strip_prefix(before.as_str()).and_then(|rest| rest.strip_suffix(after.as_str()));
        name.is_some_and(|name| !name.is_empty()) && 8 <= before.len() + after.len()
    })
}

/// The language without script and region, in today's code.
fn primary(lang: &str) -> String {
    let tag = lang.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match tag.as_str() {
        "iw" => "he".to_owned(),
        "in" => "id".to_owned(),
        "no" | "nn" => "nb".to_owned(),
        "sh" => "sr".to_owned(),
        _ => tag,
    }
}

/// A text as it is compared: letters and digits only, in lower case. Blanks, hyphens, ellipses, direction marks
/// and icon glyphs go; so do the marks by which one letter is written in two ways. The page agent did NFKC.
pub(super) fn key(text: &str) -> String {
    text.chars().map(lower).filter(|letter| letter.is_alphanumeric()).filter_map(plain).collect()
}

/// The small letter of a capital, in the scripts of the labels. The standard library's table is 11 KiB long.
pub(super) const fn lower(letter: char) -> char {
    let code = letter as u32;
    let small = match letter {
        'İ' => 'i' as u32,
        'Ÿ' => 'ÿ' as u32,
        'Ά' => 'ά' as u32,
        'Έ'..='Ί' => code + 37,
        'Ό' => 'ό' as u32,
        'Ύ' | 'Ώ' => code + 63,
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => code + 32,
        'Ѐ'..='Џ' => code + 80,
        // Here capitals and small letters take turns.
        'Ĺ'..='ň' | 'Ź'..='ž' | 'Ư'..='ư' => code + code % 2,
        'Ā'..='ķ' | 'Ŋ'..='ŷ' | 'Ơ'..='ơ' | 'Ș'..='ț' | 'Ạ'..='ỹ' | 'Ѡ'..='ҁ' | 'Ҋ'..='ҿ' | 'Ӑ'..='ԯ' => {
            code | 1
        }
        _ => code,
    };
    match char::from_u32(small) {
        Some(small) => small,
        None => letter,
    }
}

/// Letters that are written in several ways within one language.
const fn plain(letter: char) -> Option<char> {
    Some(match letter {
        'ı' => 'i',
        'ς' => 'σ',
        'ş' => 'ș',
        'ţ' => 'ț',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        // Vowel points, which running text leaves out, and private-use glyphs.
        '\u{300}'..='\u{36f}' | '\u{5b0}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' => {
            return None;
        }
        '\u{640}' | '\u{e000}'..='\u{f8ff}' => return None,
        _ => letter,
    })
}

/// A key without diacritics (Latin and Greek).
fn bare(key: &str) -> String {
    key.chars().map(without_diacritic).collect()
}

const fn without_diacritic(letter: char) -> char {
    match letter {
        'à'..='å' | 'ă' | 'ą' | 'ā' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ę' | 'ě' | 'ė' | 'ē' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'į' | 'ī' => 'i',
        'ł' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ș' => 's',
        'ț' | 'ť' => 't',
        'ù'..='ü' | 'ů' | 'ű' | 'ų' | 'ū' => 'u',
        'ý' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_survive_the_ways_of_writing() {
        for text in
            ["SIGN OUT", "sign-out", "Sign\u{a0}out…", "\u{200f}Sign out\u{200e}", "\u{e001} Sign out"]
        {
            assert_eq!(read(text, "en-US").out, Some(true), "{text}");
        }
        assert_eq!(read("ΕΞΟΔΟΣ", "el").out, Some(true));
        assert_eq!(read("SE DECONNECTER", "fr-CA").out, Some(true));
        assert_eq!(read("ÇIKIŞ", "tr").out, Some(true));
        assert_eq!(read("OTURUMU KAPAT", "tr").out, Some(true));
    }

    #[test]
    fn capitals_of_all_labels_have_their_small_letters() {
        for letter in TABLE.chars().flat_map(char::to_uppercase).filter(|letter| *letter != 'İ') {
            assert_eq!(Some(lower(letter)), letter.to_lowercase().next(), "{letter}");
        }
        for small in ('a'..='ž').chain('Ș'..='ț').chain('Ά'..='ώ').chain('А'..='џ').chain('Ạ'..='ỹ')
        {
            let expected = small.to_lowercase().next();
            assert_eq!(Some(lower(small)), expected, "{small}");
        }
    }

    #[test]
    fn letters_lose_their_diacritics_and_no_others_do() {
        for (plain, marked) in [
            ('a', "àáâãäåăąā"),
            ('c', "çćč"),
            ('d', "ďđ"),
            ('e', "èéêëęěėē"),
            ('g', "ğ"),
            ('i', "ìíîïįī"),
            ('l', "łľ"),
            ('n', "ñńň"),
            ('o', "òóôõöő"),
            ('r', "ř"),
            ('s', "śšș"),
            ('t', "țť"),
            ('u', "ùúûüůűųū"),
            ('y', "ý"),
            ('z', "źžż"),
            ('α', "ά"),
            ('ε', "έ"),
            ('η', "ή"),
            ('ι', "ίϊΐ"),
            ('ο', "ό"),
            ('υ', "ύϋΰ"),
            ('ω', "ώ"),
            ('ж', "ж"),
            ('ß', "ß"),
        ] {
            assert_eq!(bare(marked), marked.chars().map(|_| plain).collect::<String>(), "{marked}");
        }
    }

    #[test]
    fn whatever_a_label_means_it_is_one() {
        for text in ["Sign out", "Exit", "Settings", "Sign in", "Account manager for Jane Doe"] {
            assert!(read(text, "en").is_label(), "{text}");
        }
        assert!(!read("Jane Doe", "en").is_label());
    }

    #[test]
    fn diacritics_count_where_the_language_needs_them() {
        assert_eq!(read("Logi valja", "et").out, None);
        assert_eq!(read("Odhlasit se", "cs").out, None);
    }

    #[test]
    fn a_text_with_a_sign_out_in_it_is_told_from_any_other() {
        assert!(read("Sign out of everything", "en").part);
        assert!(!read("Everything else", "en").part);
    }

    #[test]
    fn glyphs_and_letters_that_are_drawn_out_change_no_word() {
        assert_eq!(read("\u{e7e8} Sign out", "en").out, Some(true));
        assert_eq!(read("تسجيـل الخروج", "ar").out, read("تسجيل الخروج", "ar").out);
        assert!(read("تسجيل الخروج", "ar").out.is_some());
    }

    #[test]
    fn one_word_reads_by_the_language_of_the_page() {
        assert_eq!(read("退出", "zh-TW").out, Some(true));
        assert_eq!((read("Verlaten", "nl").exit, read("Keluar", "id").exit), (Some(false), Some(true)));
        assert_eq!(read("Odjava", "hr").out, Some(true));
        assert!(!read("Odjava", "hr").foreign);
        assert!(read("Abmelden", "en").foreign);
        assert!(!read("Abmelden", "").foreign);
        // Older names of a language, and languages that are written alike.
        for (text, lang) in [("Keluar", "in"), ("התנתק", "iw"), ("Logg av", "no"), ("Logg ut", "no")] {
            let reading = read(text, lang);
            assert_eq!(
                (knows(lang), reading.is_label(), reading.foreign),
                (true, true, false),
                "{text} {lang}"
            );
        }
    }

    #[test]
    fn account_labels_take_any_name() {
        assert!(read("Account manager for Jane Doe", "en").account);
        assert!(read("Jane Doe に対するアカウント", "ja").out.is_none());
        assert!(read("Jane Doe のアカウント マネージャー", "ja").account);
        assert!(!read("Accounts", "en").account);
    }
}
