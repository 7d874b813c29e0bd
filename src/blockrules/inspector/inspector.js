// All that is shown comes from the server as whole documents; this asks for them without leaving the page, and takes over
// what is otherwise in them, so that the focus, what is unfolded and what is scrolled to stay as they are.

const INTERVAL = 1000, PAUSE = 250;
const body = document.body;
let asked = 0, typing = 0, polling = 0, typed = null, written = null;

document.documentElement.classList.add("scripted");

// Make an element of the document the same as a new one.
function morph(old, fresh) {
    for (const { name } of [...old.attributes])
        if (!fresh.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes)
        if (!(name === "open" && old.nodeName === "DETAILS") && old.getAttribute(name) !== value) old.setAttribute(name, value);
    if (old.nodeName === "INPUT") settle(old, fresh);
    morphInside(old, fresh);
    if (old.nodeName === "SELECT" && old.value !== fresh.value) old.value = fresh.value;
}

// What somebody has typed or ticked is no attribute. What is being typed is left to whoever types.
function settle(old, fresh) {
    old.checked = fresh.checked;
    const value = fresh.getAttribute("value") ?? "";
    if (old !== typed && old.value !== value) old.value = value;
}

function morphInside(old, fresh) {
    const known = new Map([...old.children].filter(each => each.id).map(each => [each.id, each]));
    let here = old.firstChild;
    for (const each of [...fresh.childNodes]) {
        const same = each.id ? known.get(each.id) : here && !here.id && here.nodeName === each.nodeName ? here : null;
        if (!same || same.nodeName !== each.nodeName) {
            old.insertBefore(each, here);
            continue;
        }
        if (same === here) here = here.nextSibling;
        else old.insertBefore(same, here);
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

// Show the page of a query. What came later counts.
async function show(query, write) {
    const turn = ++asked;
    let text;
    try {
        text = await (await fetch(`${location.pathname}?${query}`, { cache: "no-store" })).text();
    } catch {
        return tell("The server does not answer.");
    }
    if (turn !== asked) return;
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const focused = document.activeElement, card = focused?.closest(".card")?.id;
    document.title = fresh.title;
    morph(body, fresh.body);
    refocus(focused, card);
    if (write) keep(write);
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
    clearTimeout(typing);
    const form = document.getElementById("facts");
    show(new URLSearchParams(new FormData(form, button)), write);
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
    clearTimeout(typing);
    typed = written = null;
    show(since(location.search));
});

// Whether the rules are still as they were; nobody asks while nobody looks.
async function poll() {
    clearTimeout(polling);
    if (document.hidden) return;
    try {
        const version = await (await fetch("version", { cache: "no-store" })).text();
        if (body.hasAttribute("data-lost")) tell("The server answers again.");
        body.removeAttribute("data-lost");
        if (version !== body.dataset.version) {
            const pairs = since(location.search);
            pairs.set(".was", body.dataset.rules);
            await show(pairs);
        }
    } catch {
        if (!body.hasAttribute("data-lost")) tell("The server does not answer; this is as it was.");
        body.setAttribute("data-lost", "");
    }
    polling = setTimeout(poll, INTERVAL);
}

document.addEventListener("visibilitychange", poll);
keep("replaceState");
poll();
