// The review, faster: single keys, the next card loaded ahead, decisions sent in order and
// sent again until they are acknowledged. Without this file every form works by itself.
"use strict";

const desk = document.getElementById("desk");
const place = document.getElementById("card");
const banner = document.getElementById("banner");
const conflict = document.getElementById("conflict");
const FRAGMENT = { "X-Fragment": "1" };
const queue = []; // what was decided and is not acknowledged yet, in order
let lane = Number(desk.dataset.lane);
let ahead = null; // a promise of the card after the one in view
let sending = false;
let failures = 0;
let timer = 0;

const card = () => place.querySelector(".card");
const part = (text) => new DOMParser().parseFromString(text, "text/html");
const touched = (element) => (element ? element.dataset.entities.split(" ") : []);

// ---- showing -------------------------------------------------------------------------------

function show(element) {
  place.replaceChildren(document.importNode(element, true));
  place.removeAttribute("aria-busy");
  restoreNames();
  tellMore();
  const title = place.querySelector("h1");
  if (title) title.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

function replace(page, id) {
  const now = document.getElementById(id);
  const then = page.getElementById(id);
  if (!then || !now) return;
  if (id === "status") now.replaceChildren(...then.childNodes);
  else now.replaceWith(document.importNode(then, true));
}

function say(text) {
  const line = document.createElement("p");
  line.className = "said";
  line.textContent = text;
  document.getElementById("status").replaceChildren(line);
}

function warn(text, ...actions) {
  const line = document.createElement("p");
  line.textContent = text;
  banner.replaceChildren(line, ...actions);
  banner.hidden = false;
}

function action(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

// How names are shown, from one card to the next.
function restoreNames() {
  const kept = sessionStorage.getItem("names");
  const radio = kept && place.querySelector(`.show-${kept}`);
  if (radio) radio.checked = true;
}

function toggleNames() {
  const all = [...place.querySelectorAll(".toggle input")];
  if (!all.length) return;
  const next = all[(all.findIndex((one) => one.checked) + 1) % all.length];
  next.checked = true;
  sessionStorage.setItem("names", next.value);
  say(`Names: ${next.parentElement.textContent.trim().toLowerCase()}`);
}

// ---- cards ---------------------------------------------------------------------------------

async function load(address) {
  const answer = await fetch(address, { headers: FRAGMENT });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  const found = part(await answer.text());
  return found.querySelector(".card, .empty");
}

function loadAhead() {
  if (ahead || queue.length || !card()) return;
  const other = 1 - lane;
  const address = new URL(desk.dataset.next, location.href);
  address.searchParams.set("lane", other);
  const found = load(address).then((element) => ({ element, lane: other }), () => null);
  found.then((one) => {
    if (ahead !== found) return;
    found.ready = one;
    desk.dataset.ahead = "ready";
  });
  ahead = found;
}

function forgetAhead() {
  ahead = null;
  delete desk.dataset.ahead;
}

// The card after a decision about `entities`: the one loaded ahead, unless the decision
// touches it, else one that is asked for once the decision is acknowledged.
function next(entities) {
  const ready = ahead && ahead.ready;
  forgetAhead();
  const usable = ready && ready.element.matches(".card")
    && !touched(ready.element).some((one) => entities.includes(one));
  if (usable) {
    lane = ready.lane;
    show(ready.element);
    return true;
  }
  place.setAttribute("aria-busy", "true");
  return false;
}

async function loadNext() {
  const address = new URL(desk.dataset.next, location.href);
  address.searchParams.set("lane", lane);
  const slow = setTimeout(() => {
    const blank = document.createElement("div");
    blank.className = "waiting";
    place.replaceChildren(blank);
  }, 150);
  try {
    show(await load(address));
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(slow);
  }
}

// Standards behind two Latin names take longer to find than a clerk should wait for a card.
async function tellMore() {
  const sheet = card();
  const link = sheet && sheet.querySelector("[data-full]");
  if (!link) return;
  try {
    const full = (await load(link.href)).querySelector(".why");
    if (full && card() === sheet) sheet.querySelector(".why").replaceWith(document.importNode(full, true));
  } catch {
    // The link stays, for whoever wants to try it.
  }
}

// ---- decisions -----------------------------------------------------------------------------

function decide(form, button) {
  const sheet = form.closest(".card");
  if (place.getAttribute("aria-busy") === "true") return;
  const fields = new URLSearchParams(new FormData(form));
  fields.set("verdict", button.value);
  const label = button.firstChild.textContent.trim();
  const entities = touched(sheet);
  conflict.replaceChildren();
  const job = { address: form.action, fields, label, then: "next" };
  job.shown = next(entities);
  say(`Saving: ${label.toLowerCase()} …`);
  queue.push(job);
  send();
}

function undo(form) {
  const fields = new URLSearchParams(new FormData(form));
  form.querySelector("button").disabled = true;
  say("Undoing …");
  queue.push({ address: form.action, fields, label: "undo", then: "card" });
  send();
}

async function send() {
  if (sending || !queue.length) return;
  sending = true;
  clearTimeout(timer);
  const job = queue[0];
  let answer = null;
  try {
    answer = await fetch(job.address, { method: "POST", headers: FRAGMENT, body: job.fields });
  } catch {
    answer = null;
  }
  sending = false;
  if (answer && answer.ok && !answer.redirected) await acknowledged(job, answer);
  else if (answer && (answer.status === 412 || answer.status === 409)) await refused(job, answer);
  else await notSaved(answer);
}

async function acknowledged(job, answer) {
  queue.shift();
  failures = 0;
  banner.hidden = true;
  const page = part(await answer.text());
  for (const id of ["status", "progress", "past"]) replace(page, id);
  if (queue.length) { send(); return; }
  if (job.then === "card") await showUndone(page.querySelector("[data-card]").dataset.card);
  else if (!job.shown) await wanted();
  loadAhead();
}

async function showUndone(number) {
  forgetAhead();
  const address = number ? `${desk.dataset.card}${number}` : null;
  try {
    if (address) show(await load(address));
    else if (!(await loadNext())) throw new Error("offline");
  } catch {
    offline();
  }
}

async function wanted() {
  if (!(await loadNext())) offline();
}

function offline() {
  warn("The next card could not be loaded. Nothing is lost: all decisions are saved.",
       action("Retry", async () => { banner.hidden = true; if (!(await loadNext())) offline(); else loadAhead(); }));
}

// Somebody was quicker, or it contradicts what is stored: said beside what was meant.
async function refused(job, answer) {
  queue.shift();
  const page = part(await answer.text());
  const found = page.querySelector("#stale, #problem");
  conflict.replaceChildren(document.importNode(found, true));
  say("");
  if (!job.shown) await wanted();
  const title = conflict.querySelector("h1");
  title.setAttribute("tabindex", "-1");
  title.focus();
  if (queue.length) send();
  else loadAhead();
}

async function notSaved(answer) {
  failures += 1;
  const many = queue.length === 1 ? "1 decision is" : `${queue.length} decisions are`;
  const again = action("Retry (R)", () => send());
  const kept = `${many} not saved yet, and kept here. Do not close this page.`;
  say("");
  if (answer && answer.status === 401) {
    const link = document.createElement("a");
    link.href = new URL("../signin", new URL(desk.dataset.card, location.href));
    link.target = "_blank";
    link.className = "button";
    link.textContent = "Sign in in a new tab";
    warn(`You are not signed in any more. ${kept}`, link, again);
    return;
  }
  if (answer && (answer.status === 403 || answer.status === 422 || answer.status === 404)) {
    const page = part(await answer.text());
    const detail = page.querySelector("#problem .detail");
    const drop = action("Give it up and go on", () => {
      queue.shift();
      banner.hidden = true;
      wanted().then(loadAhead);
    });
    warn(`The server refuses this decision: ${detail ? detail.textContent : answer.status}`, again, drop);
    return;
  }
  const told = answer && Number(answer.headers.get("Retry-After"));
  let seconds = told || Math.min(30, 2 ** failures);
  const why = !answer ? "The server cannot be reached."
    : answer.status === 429 ? "Too many requests." : "The server could not save it.";
  // Said once; the seconds are for the eye alone, or they would be read out one by one.
  const clock = document.createElement("span");
  clock.setAttribute("aria-hidden", "true");
  warn(`${why} ${kept} Sent again soon.`, clock, again);
  const tick = () => {
    if (seconds <= 0) { send(); return; }
    clock.textContent = `In ${seconds} s. `;
    seconds -= 1;
    timer = setTimeout(tick, 1000);
  };
  tick();
}

// ---- what people do ------------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id === "decide" && event.submitter) {
    event.preventDefault();
    decide(form, event.submitter);
  } else if (form.dataset.undo) {
    event.preventDefault();
    undo(form);
  }
});

// The next card is in view already.
conflict.addEventListener("click", (event) => {
  if (!event.target.closest(".primary") || !card()) return;
  event.preventDefault();
  conflict.replaceChildren();
  place.querySelector("h1").focus();
});

document.addEventListener("change", (event) => {
  if (event.target.closest(".toggle")) sessionStorage.setItem("names", event.target.value);
});

// A key by its letter, or by its place where the letters are Cyrillic.
const PLACES = { "ы": "S", "в": "D", "г": "U", "ч": "X", "я": "Z", "д": "L", "с": "C", "к": "R" };

function letter(event) {
  const typed = event.key.toLowerCase();
  if (/^[a-z]$/.test(typed)) return typed.toUpperCase();
  if (PLACES[typed]) return PLACES[typed];
  return event.code.startsWith("Key") ? event.code.slice(3) : "";
}

document.addEventListener("keydown", (event) => {
  if (document.body.dataset.shortcuts === "off" || event.repeat || event.isComposing) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const key = (event.shiftKey ? "shift+" : "") + letter(event);
  if (key === "L") toggleNames();
  else if (key === "R" && queue.length) send();
  else if (key === "C") openComment(event);
  else if (key === "Z" || event.key === "Backspace") undoLast();
  else press(key);
});

function press(key) {
  const button = place.querySelector(`button[data-key="${key}"]`);
  if (button && button.form) decide(button.form, button);
}

function undoLast() {
  const form = document.querySelector("#past form[data-undo]");
  if (form && !queue.length) undo(form);
}

function openComment(event) {
  const box = place.querySelector(".comment");
  if (!box) return;
  event.preventDefault();
  box.open = true;
  box.querySelector("textarea").focus();
}

window.addEventListener("online", () => { if (queue.length) send(); });
window.addEventListener("beforeunload", (event) => { if (queue.length) event.preventDefault(); });

restoreNames();
tellMore();
loadAhead();
