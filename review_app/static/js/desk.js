// The review desk: a mark leads to its card and back, and keys for people who decide on many findings a day.

const cards = document.querySelector(".cards");
const draft = document.querySelector(".draft");
let current = null;

const all = () => [...cards.querySelectorAll(".finding")];
const marksOf = (id) => draft.querySelectorAll(`.mark[data-findings~="${id}"]`);

function select(card, { text = true, focus = true } = {}) {
  if (!card) return;
  for (const old of document.querySelectorAll(".is-current")) old.classList.remove("is-current");
  current = card.dataset.finding;
  card.classList.add("is-current");
  if (focus) card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  const marks = marksOf(current);
  for (const mark of marks) mark.classList.add("is-current");
  if (text && marks.length) marks[0].scrollIntoView({ block: "center" });
}

const cardOf = (id) => document.getElementById(`f-${id}`);

draft.addEventListener("click", (event) => {
  const mark = event.target.closest(".mark");
  if (!mark) return;
  const ids = mark.dataset.findings.split(" ");
  const after = ids.indexOf(current) + 1;
  const card = cardOf(ids[after % ids.length]) ?? ids.map(cardOf).find(Boolean);
  if (!card) return;
  event.preventDefault();
  select(card, { text: false });
  card.scrollIntoView({ block: "start" });
});

cards.addEventListener("click", (event) => {
  const link = event.target.closest("[data-to-mark]");
  const card = event.target.closest(".finding");
  if (link) {
    event.preventDefault();
    select(card);
  } else if (card && card.dataset.finding !== current) {
    select(card, { focus: false });
  }
});

// After a decision the marks in the text say what was decided.
document.addEventListener("htmx:after:swap", () => {
  for (const card of all()) {
    for (const mark of marksOf(card.dataset.finding)) mark.dataset.disposition = card.dataset.disposition;
  }
  const card = current && cardOf(current);
  if (card && !card.classList.contains("is-current")) {
    card.classList.add("is-current");
    if (!card.contains(document.activeElement)) card.focus({ preventScroll: true });
  }
});

function step(by) {
  const list = all();
  const at = list.findIndex((card) => card.dataset.finding === current);
  select(list[at < 0 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1)]);
}

function nextOpen() {
  const list = all();
  const at = list.findIndex((card) => card.dataset.finding === current);
  const turned = [...list.slice(at + 1), ...list.slice(0, at + 1)];
  select(turned.find((card) => card.dataset.disposition === "open"));
}

function press(key) {
  const card = current && cardOf(current);
  const button = card?.querySelector(`button[data-key="${key}"]`);
  if (!button) return;
  const reason = card.querySelector("textarea[name=reason]");
  if (key === "r" && !reason.value.trim()) reason.focus();
  else button.click();
}

const KEYS = { j: () => step(1), k: () => step(-1), n: nextOpen, a: () => press("a"), r: () => press("r") };
const switchBox = document.getElementById("keys-on");
const STORE = "review-desk-keys";
if (switchBox) {
  switchBox.checked = localStorage.getItem(STORE) !== "off";
  switchBox.addEventListener("change", () => localStorage.setItem(STORE, switchBox.checked ? "on" : "off"));
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // an input method is still writing a letter
  if (event.ctrlKey || event.metaKey || event.altKey || !switchBox?.checked) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// An address that names a card opens the desk at its place in the text.
if (location.hash.startsWith("#f-")) select(cardOf(location.hash.slice(3)));
