// The pages that Entra shows. Ids, roles and names are those of the product.
import { data, escape } from './http.mjs';

/** @typedef {{email: string, name: string, signedIn: boolean, href: string}} Tile */

/** @type {Record<string, Record<string, string>>} */
const TEXTS = {
  en: { signIn: 'Sign in', password: 'Enter password', next: 'Next', stay: 'Stay signed in?', yes: 'Yes', no: 'No', pickIn: 'Pick an account', pickOut: 'Which account do you want to sign out of?', other: 'Use another account', out: 'You signed out of your account', close: "It's a good idea to close all browser windows.", wrong: 'Your account or password is incorrect.' },
  de: { signIn: 'Anmelden', password: 'Kennwort eingeben', next: 'Weiter', stay: 'Angemeldet bleiben?', yes: 'Ja', no: 'Nein', pickIn: 'Konto auswählen', pickOut: 'Von welchem Konto möchten Sie sich abmelden?', other: 'Anderes Konto verwenden', out: 'Sie haben sich von Ihrem Konto abgemeldet.', close: 'Schließen Sie alle Browserfenster.', wrong: 'Ihr Konto oder Kennwort ist nicht korrekt.' },
  fr: { signIn: 'Se connecter', password: 'Entrez le mot de passe', next: 'Suivant', stay: 'Rester connecté ?', yes: 'Oui', no: 'Non', pickIn: 'Sélectionner un compte', pickOut: 'De quel compte voulez-vous vous déconnecter ?', other: 'Utiliser un autre compte', out: 'Vous vous êtes déconnecté de votre compte', close: 'Il est conseillé de fermer toutes les fenêtres du navigateur.', wrong: 'Votre compte ou mot de passe est incorrect.' },
  ja: { signIn: 'サインイン', password: 'パスワードの入力', next: '次へ', stay: 'サインインの状態を維持しますか?', yes: 'はい', no: 'いいえ', pickIn: 'アカウントを選択する', pickOut: 'どのアカウントからサインアウトしますか?', other: '別のアカウントを使用する', out: 'アカウントからサインアウトしました', close: 'すべてのブラウザー ウィンドウを閉じることをお勧めします。', wrong: 'アカウントまたはパスワードが正しくありません。' },
  ar: { signIn: 'تسجيل الدخول', password: 'إدخال كلمة المرور', next: 'التالي', stay: 'هل تريد البقاء في وضع تسجيل الدخول؟', yes: 'نعم', no: 'لا', pickIn: 'اختيار حساب', pickOut: 'ما الحساب الذي تريد تسجيل الخروج منه؟', other: 'استخدام حساب آخر', out: 'لقد قمت بتسجيل الخروج من حسابك', close: 'من المستحسن إغلاق جميع نوافذ المستعرض.', wrong: 'حسابك أو كلمة المرور غير صحيحة.' },
};

const texts = (/** @type {string} */ language) => TEXTS[language] ?? TEXTS.en;

/**
 * @param {string} language
 * @param {string} pageId
 * @param {string} title
 * @param {string} body
 */
function frame(language, pageId, title, body) {
  return `<!doctype html>
<html lang="${escape(language)}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head><meta charset="utf-8"><title>${escape(title)}</title><meta name="PageID" content="${pageId}">
<link rel="stylesheet" href="/__assets/entra.css"><script src="/__assets/entra.js" defer></script></head>
<body class="cb"><div id="lightbox" role="main"><img id="bannerLogo" alt="Microsoft" src="/favicon.ico">${body}</div></body></html>`;
}

/**
 * @param {string} language
 * @param {{context: string, email: string, wrong?: boolean}} what
 */
export function signIn(language, { context, email, wrong }) {
  const t = texts(language);
  return frame(language, 'ConvergedSignIn', t.signIn, `
<form name="f1" id="i0281" method="post" action="/common/login">
<div id="loginHeader" role="heading" aria-level="1">${t.signIn}</div>
${wrong ? `<div id="usernameError" role="alert">${t.wrong}</div>` : ''}
<input type="email" name="loginfmt" id="i0116" autocomplete="username" maxlength="113" value="${escape(email)}" aria-label="${t.signIn}">
<input type="hidden" name="ctx" value="${escape(context)}">
<input type="submit" id="idSIButton9" value="${t.next}"></form>`);
}

/**
 * @param {string} language
 * @param {{context: string, email: string, wrong?: boolean}} what
 */
export function password(language, { context, email, wrong }) {
  const t = texts(language);
  return frame(language, 'ConvergedSignIn', t.signIn, `
<form name="f1" id="i0281" method="post" action="/common/login">
<div id="displayName">${escape(email)}</div><div id="loginHeader" role="heading" aria-level="1">${t.password}</div>
${wrong ? `<div id="passwordError" role="alert">${t.wrong}</div>` : ''}
<input type="hidden" name="loginfmt" value="${escape(email)}"><input type="hidden" name="ctx" value="${escape(context)}">
<input type="password" name="passwd" id="i0118" autocomplete="current-password" aria-label="${t.password}">
<input type="submit" id="idSIButton9" value="${t.signIn}"></form>`);
}

/**
 * @param {string} language
 * @param {string} flow
 */
export function staySignedIn(language, flow) {
  const t = texts(language);
  return frame(language, 'KmsiInterrupt', t.stay, `
<form method="post" action="/kmsi"><div role="heading" aria-level="1">${t.stay}</div>
<input type="hidden" name="flow" value="${flow}">
<button type="submit" id="idBtn_Back" name="stay" value="no">${t.no}</button>
<button type="submit" id="idSIButton9" name="stay" value="yes">${t.yes}</button></form>`);
}

/**
 * Tiles are built by the page's script, as in the product: at first the list is empty.
 * @param {string} language
 * @param {{purpose: 'signIn' | 'signOut', tiles: Tile[], other: string, delay: number}} what
 */
export function picker(language, { purpose, tiles, other, delay }) {
  const t = texts(language);
  const title = purpose === 'signIn' ? t.pickIn : t.pickOut;
  const pageId = purpose === 'signIn' ? 'ConvergedSignIn' : 'SignOutAccountPicker';
  return frame(language, pageId, title, `
<div id="loginHeader" role="heading" aria-level="1">${title}</div>
<div id="tilesHolder" role="list"></div>${data('tiles', { tiles, other, otherText: t.other, delay })}`);
}

/**
 * The frames are made by the page's script, which then knows when they have loaded.
 * @param {string} language
 * @param {{frames: string[], target: string}} what
 */
export function signedOut(language, { frames, target }) {
  const t = texts(language);
  return frame(language, 'SignedOut', t.out, `
<div id="login_workload_logo_text" role="heading" aria-level="1">${t.out}</div>
<div id="SignOutStatusMessage">${t.close}</div>${data('signed-out', { frames, target })}
<script src="/__assets/signed-out.js" defer></script>`);
}
