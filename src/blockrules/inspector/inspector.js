// All that is shown comes from the server as whole documents; this asks for them without leaving the page, and takes over
// what is otherwise in them, so that the focus, what is unfolded and what is scrolled to stay as they are.

const INTERVAL = 1000, PAUSE = 250, AGAIN = "The server answers again.";
const body = document.body;
let typing = 0, polling = 0, typed = null, written = null;
// What is asked for and not yet shown: what was sent last.
let due = null;

document.documentElement.classList.add("scripted");

// Make an element of the document the same as a new one.
function morph(old, fresh) {
    for (const { name } of [...old.attributes])
        if (!fresh.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes)
        if (!(name === "open" && old.nodeName === "DETAILS") && old.getAttribute(name) !== value) old.setAttribute(name, value);
    if (old.nodeName === "INPUT" || old.nodeName === "TEXTAREA") settle(old, fresh);
    morphInside(old, fresh);
    if (old.nodeName === "SELECT" && old.value !== fresh.value) old.value = fresh.value;
}

// What somebody has typed or ticked is no attribute. What is being typed is left to whoever types.
function settle(old, fresh) {
    old.checked = fresh.checked;
    if (old !== typed && old.value !== fresh.value) old.value = fresh.value;
}

function morphInside(old, fresh) {
    const known = new Map([...old.children].filter(each => each.id).map(each => [each.id, each]));
    let here = old.firstChild;
    for (const each of [...fresh.childNodes]) {
        const same = each.id ? known.get(each.id) : here && !here.id && here.nodeName === each.nodeName ? here : null;
        const isOther = same?.nodeName !== each.nodeName;
        if (!same || (isOther && same !== typed)) {
            old.insertBefore(each, here);
            continue;
        }
        if (same === here) here = here.nextSibling;
        else old.insertBefore(same, here);
        if (isOther) continue;
        if (same.nodeType === Node.ELEMENT_NODE) morph(same, each);
        else if (same.data !== each.data) same.data = each.data;
    }
    while (here) {
        const next = here.nextSibling;
        here.remove();
        here = next;
    }
}

// Where the focus goes when what had it is gone: to the card that it was in, and else to what is shown.
function refocus(focused, card) {
    if (!focused || focused === body || document.activeElement === focused) return;
    const near = focused.isConnected ? focused : card && document.getElementById(card)?.querySelector("summary");
    (near ?? document.getElementById("main")).focus({ preventScroll: true });
}

// The text of an answer. An error where there is none, or one that is not meant.
async function answer(address) {
    const response = await fetch(address, { cache: "no-store" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.text();
}

// Show the page of a query. What came later counts; what is not answered stays due.
async function show(query, write) {
    const mine = due = { query, write, isOpen: true };
    let fresh = null;
    try {
        fresh = new DOMParser().parseFromString(await answer(`${location.pathname}?${query}`), "text/html");
    } catch {
        // There is nothing to show.
    }
    if (mine !== due) return;
    mine.isOpen = false;
    if (!fresh?.body.dataset.version) return lose();
    due = null;
    const focused = document.activeElement, card = focused?.closest(".card")?.id;
    const wasLost = isLost();
    document.title = fresh.title;
    morph(body, fresh.body);
    refocus(focused, card);
    if (wasLost) tell(`${AGAIN} ${document.getElementById("said").textContent}`.trim());
    if (write) keep(write);
}

function isLost() {
    return body.hasAttribute("data-lost");
}

// Say once that nothing answers.
function lose() {
    if (!isLost()) tell("The server does not answer; this is as it was.");
    body.setAttribute("data-lost", "");
}

// Have the address lead to what is shown.
function keep(write) {
    const query = `?${body.dataset.query}`;
    if (query !== location.search) history[write](null, "", `${location.pathname}${query}${location.hash}`);
}

function tell(words) {
    document.getElementById("said").textContent = words;
}

function since(query) {
    const pairs = new URLSearchParams(query);
    pairs.set(".since", body.dataset.query);
    return pairs;
}

// The page as the form has it, with what a button adds.
function send(button, write) {
    stopTyping();
    const form = document.getElementById("facts");
    // A browser sends such a control as if it were empty.
    const unread = [...form.elements].find(each => each.validity.badInput);
    if (unread) return tell(`${unread.name} cannot be read; this is as it was.`);
    show(new URLSearchParams(new FormData(form, button)), write);
}

function stopTyping() {
    clearTimeout(typing);
    typing = 0;
}

// All that is typed in one control is one step back.
function step(control) {
    const how = control === written ? "replaceState" : "pushState";
    written = control;
    return how;
}

document.addEventListener("submit", event => {
    if (event.target.id !== "facts") return;
    event.preventDefault();
    send(event.submitter, "pushState");
});

document.addEventListener("input", event => {
    if (event.target.form?.id !== "facts") return;
    typed = event.target;
    const absent = event.target.closest("fieldset")?.querySelector('[name=".none"]');
    if (absent && absent !== event.target) absent.checked = false;
    clearTimeout(typing);
    typing = setTimeout(() => send(null, step(typed)), PAUSE);
});

document.addEventListener("change", event => {
    if (event.target.form?.id !== "facts") return;
    typed = null;
    send(null, step(event.target));
    written = null;
});

document.addEventListener("click", event => {
    const link = event.target.closest(".samples a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(new URL(link.href).search.slice(1), "pushState");
});

// A link into something folded unfolds it.
document.addEventListener("click", event => {
    const target = event.target.closest('a[href^="#"]')?.hash.slice(1);
    const card = target && document.getElementById(target);
    if (card?.classList.contains("card")) card.querySelector("details").open = true;
});

// A step to another place of the same page is none to another page.
addEventListener("popstate", () => {
    if (location.search === `?${body.dataset.query}`) return;
    stopTyping();
    typed = written = null;
    show(since(location.search));
});

// Whether the rules are still as they were; nobody asks while nobody looks.
async function poll() {
    clearTimeout(polling);
    if (document.hidden) return;
    await follow();
    polling = setTimeout(poll, INTERVAL);
}

// Show what there is to show anew. What somebody is typing, or has just sent, comes first.
async function follow() {
    let version;
    try {
        version = await answer("version");
    } catch {
        return lose();
    }
    if (typing || due?.isOpen) return;
    const isNewer = version !== body.dataset.version;
    if (due || isNewer) {
        const pairs = due ? new URLSearchParams(due.query) : since(location.search);
        if (isNewer) pairs.set(".was", body.dataset.rules);
        else pairs.delete(".was");
        await show(pairs, due?.write);
    } else if (isLost()) {
        body.removeAttribute("data-lost");
        tell(AGAIN);
    }
}

document.addEventListener("visibilitychange", poll);
keep("replaceState");
poll();
