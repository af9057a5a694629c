// Suggestions under the search box while something is typed (ARIA combobox pattern: the focus stays in the box). The words go in the
// body of a post, never in an address. Without this the box searches when it is sent.
const form = document.querySelector("form[data-suggest]");
const input = form?.querySelector("input[type=search]");
const list = form?.querySelector("[role=listbox]");
const status = form?.querySelector("[role=status]");
const pause = 200;
let timer;
let running;
let active = -1;

const options = () => [...list.querySelectorAll("[role=option]")];

function close() {
  clearTimeout(timer);
  running?.abort();
  list.hidden = true;
  active = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function choose(index) {
  const all = options();
  active = index;
  all.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
  if (active < 0) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  input.setAttribute("aria-activedescendant", all[active].id);
  all[active].scrollIntoView({ block: "nearest" });
}

function show(found) {
  list.replaceChildren(...found.map((one, i) => {
    const option = document.createElement("li");
    option.id = `search-suggestion-${i}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.address = one.address;
    const name = document.createElement("span");
    name.textContent = one.name;
    const detail = document.createElement("span");
    detail.className = "subtle";
    detail.textContent = one.detail;
    option.append(name, detail);
    return option;
  }));
  active = -1;
  input.removeAttribute("aria-activedescendant");
  list.hidden = found.length === 0;
  input.setAttribute("aria-expanded", String(found.length > 0));
  status.textContent = found.length === 0 ? form.dataset.none : found.length === 1 ? form.dataset.one : form.dataset.many.replace("{0}", found.length);
}

async function suggest() {
  running?.abort();
  running = new AbortController();
  try {
    const answer = await fetch(form.dataset.suggest, { method: "POST", body: new FormData(form), signal: running.signal });
    // Signed out, or asked too often: the box works without suggestions.
    if (!answer.ok || answer.redirected) {
      close();
      return;
    }
    show(await answer.json());
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
}

if (form && input && list && status) {
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < 2) {
      status.textContent = "";
      close();
      return;
    }
    timer = setTimeout(suggest, pause);
  });

  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const last = options().length - 1;
    if (event.key === "ArrowDown") choose(active === last ? -1 : active + 1);
    else if (event.key === "ArrowUp") choose(active === -1 ? last : active - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) location.assign(options()[active].dataset.address);
    else return;
    event.preventDefault();
  });

  // Before the box loses the focus and the list goes.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
}
