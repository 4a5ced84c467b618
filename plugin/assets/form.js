// SPDX-License-Identifier: MIT
// Turns each number field of a form into a line to touch. Without this module the fields stay as they
// are. A line has no value until it is touched, and "Clear" takes it back.

// The page is used as it came until this module is there, whenever that is.
if (document.readyState === "loading")
  await new Promise((resolve) => addEventListener("DOMContentLoaded", resolve, { once: true }));

const form = document.querySelector("[data-form]");
const mirrored = getComputedStyle(document.documentElement).direction === "rtl";
const began = performance.now();

class Line {
  constructor(element) {
    this.element = element;
    this.field = element.querySelector("input[type=number]");
    this.touched = element.querySelector("input[type=hidden]");
    this.item = element.closest("[data-item]");
    this.min = Number(this.field.min);
    this.max = Number(this.field.max);
    this.step = Number(this.field.step);
    this.digits = (this.field.step.split(".")[1] ?? "").length;
    this.middle = this.onStep((this.min + this.max) / 2);
    this.build();
    this.show();
  }

  get value() {
    return this.field.value === "" ? null : Number(this.field.value);
  }

  // The nearest value that the line can take.
  onStep(value) {
    const within = Math.min(this.max, Math.max(this.min, value));
    const steps = Math.round((within - this.min) / this.step);
    return Number((this.min + steps * this.step).toFixed(this.digits));
  }

  build() {
    const { element, field } = this;
    this.rail = document.createElement("div");
    this.rail.className = "rail";
    this.rail.tabIndex = 0;
    for (const [name, value] of Object.entries({
      role: "slider",
      "aria-valuemin": field.min,
      "aria-valuemax": field.max,
      "aria-orientation": "horizontal",
      "aria-labelledby": `l-${this.item.dataset.item}`,
      "aria-describedby": field.getAttribute("aria-describedby"),
    }))
      this.rail.setAttribute(name, value);
    if (field.hasAttribute("aria-invalid")) this.rail.setAttribute("aria-invalid", "true");

    this.thumb = document.createElement("span");
    this.thumb.className = "thumb";
    this.rail.append(this.thumb);

    this.typed = field.closest("label");
    // What could not be read is shown as it was typed.
    this.typed.hidden = !field.hasAttribute("aria-invalid") && document.activeElement !== field;
    if (field.value !== "") this.touched.value = "1";
    this.clear = document.createElement("button");
    this.clear.type = "button";
    this.clear.className = "plain clear";
    this.clear.textContent = element.dataset.clear;
    this.clear.addEventListener("click", () => {
      this.set(null);
      this.rail.focus();
    });
    element.prepend(this.rail);
    element.append(this.clear);
    element.classList.add("ready");

    this.rail.addEventListener("pointerdown", (event) => this.grasp(event));
    this.rail.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("input", () => {
      this.touched.value = field.value === "" ? "" : "1";
      this.show();
    });
  }

  grasp(event) {
    if (event.button !== 0) return;
    const at = (moved) => {
      const box = this.rail.getBoundingClientRect();
      const share = (moved.clientX - box.left) / box.width;
      return this.min + (mirrored ? 1 - share : share) * (this.max - this.min);
    };
    const move = (moved) => this.set(at(moved));
    const before = this.value;
    this.rail.setPointerCapture(event.pointerId);
    const release = () => {
      this.rail.removeEventListener("pointermove", move);
      this.rail.removeEventListener("pointerup", drop);
      this.rail.removeEventListener("pointercancel", undo);
    };
    const drop = (moved) => {
      release();
      this.set(at(moved));
    };
    // The finger was scrolling the page, not answering.
    const undo = () => {
      release();
      this.set(before);
    };
    this.rail.addEventListener("pointermove", move);
    this.rail.addEventListener("pointerup", drop);
    this.rail.addEventListener("pointercancel", undo);
    if (event.pointerType === "mouse") move(event);
    this.rail.focus({ preventScroll: true });
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const forward = mirrored ? "ArrowLeft" : "ArrowRight";
    const backward = mirrored ? "ArrowRight" : "ArrowLeft";
    // A hundredth of the line, or the step where that is longer; a page is a tenth.
    const small = Math.max(this.step, (this.max - this.min) / 100);
    const big = Math.max(this.step, (this.max - this.min) / 10);
    const steps = {
      [forward]: small,
      [backward]: -small,
      ArrowUp: small,
      ArrowDown: -small,
      PageUp: big,
      PageDown: -big,
    };
    if (event.key in steps)
      this.set(this.value === null ? this.middle : this.value + steps[event.key]);
    else if (event.key === "Home") this.set(this.min);
    else if (event.key === "End") this.set(this.max);
    else if (event.key === " ") this.set(this.value ?? this.middle);
    else if (event.key === "Delete" || event.key === "Backspace") this.set(null);
    else return;
    event.preventDefault();
  }

  set(value) {
    this.field.value = value === null ? "" : String(this.onStep(value));
    this.touched.value = value === null ? "" : "1";
    this.show();
  }

  show() {
    const { value, rail, thumb, min, max } = this;
    const answered = value !== null && value >= min && value <= max;
    thumb.hidden = !answered;
    this.clear.hidden = !answered;
    rail.setAttribute("aria-valuenow", String(answered ? value : this.middle));
    rail.setAttribute(
      "aria-valuetext",
      answered
        ? this.element.dataset.says.replace("{number}", value)
        : this.element.dataset.unanswered,
    );
    // Set through the object model: the page's policy forbids style attributes in markup only.
    if (answered) thumb.style.insetInlineStart = `${(100 * (value - min)) / (max - min)}%`;
  }
}

// An item that depends on another answer stands there only while that answer asks for it.
function depend(item) {
  const decide = () => {
    const other = form.querySelector(`[name="a.${CSS.escape(item.dataset.shownIf)}"]:checked`);
    const shown = other !== null && Number(other.value) >= Number(item.dataset.atLeast);
    item.hidden = !shown;
    item.disabled = !shown;
  };
  form.addEventListener("change", decide);
  item.classList.add("decided");
  decide();
}

// What a browser takes off the form, as it would post it itself.
function posted(submitter) {
  form.elements.ms.value = String(Math.round(performance.now() - began));
  return new URLSearchParams(new FormData(form, submitter)).toString();
}

function sending() {
  form.dataset.sent = "1";
  const button = form.querySelector("[data-send]");
  form.dataset.label = button.textContent;
  button.textContent = form.dataset.sending;
  button.setAttribute("aria-disabled", "true");
}

function notSent() {
  if (!form.dataset.sent) return;
  delete form.dataset.sent;
  const button = form.querySelector("[data-send]");
  button.textContent = form.dataset.label;
  button.removeAttribute("aria-disabled");
}

function send(event) {
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  const body = posted(event.submitter);
  const isDeclined = event.submitter?.value === "decline";
  sending();
  if (!keeper) return; // the browser posts it
  event.preventDefault();
  keeper.post(body, isDeclined);
}

// Back from the next page must not show the answers again.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// One button for the whole form: the number fields under the lines, shown or not.
function offerTyping(lines) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain typing";
  button.textContent = form.dataset.type;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const shown = button.getAttribute("aria-pressed") === "false";
    button.setAttribute("aria-pressed", String(shown));
    for (const line of lines) line.typed.hidden = !shown;
    if (shown) lines[0].field.focus();
  });
  form.querySelector("[data-typing]").append(button);
}

// Answers survive a network that is gone: encrypted to the practice's key (service/offline_answers.hpp)
// they wait on this device, which cannot read them back, and the worker sends them when it can.
class Keeper {
  static CACHE = "holdfast-form";
  // A network that takes the answers and says nothing is as good as none.
  static PATIENCE_MS = 10000;
  // The page as it came, before anything was touched; its own headers are not kept with it.
  static POLICY =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; " +
    "worker-src 'self'; img-src data:; form-action 'self'; base-uri 'none'";

  static isPossible() {
    return isSecureContext && "serviceWorker" in navigator && "locks" in navigator &&
      Boolean(crypto.subtle) && "indexedDB" in self;
  }

  constructor() {
    this.kept = document.querySelector("[data-kept]");
    navigator.serviceWorker.addEventListener("message", ({ data }) => this.arrived(data));
    addEventListener("online", () => this.askToSend());
    setInterval(() => this.askToSend(), 20000);
  }

  // After the page is there, so that nothing on it waits.
  async start(page) {
    await navigator.serviceWorker.register(form.dataset.worker);
    const isEmpty = !form.querySelector("[data-first-problem]");
    // Answers can wait also where the page itself could not be kept.
    if (isEmpty) await this.keepPage(page).catch(() => {});
    this.askToSend();
  }

  // Opened again while the answers wait: an empty form would look as if they were gone.
  async resume() {
    this.waiting = await this.waitingHere();
    if (this.waiting === undefined) return false;
    this.showKept();
    this.askToSend();
    return true;
  }

  // The same page, as the worker gave it without a network; they may have arrived since.
  async goOn() {
    if (!(await this.resume())) this.showArrived();
  }

  showKept() {
    form?.remove();
    this.kept.hidden = false;
    this.kept.focus();
  }

  // The address itself opens the form and stays on the device no longer than the empty page.
  async pageId() {
    const digest =
      await crypto.subtle.digest("SHA-256", new TextEncoder().encode(location.pathname));
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // Does something with the store of what waits.
  static async withWaiting(mode, use) {
    const result = (asked) => new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    const asked = indexedDB.open("holdfast", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { autoIncrement: true });
    const database = await result(asked);
    try {
      const work = database.transaction("waiting", mode);
      const written = new Promise((resolve, reject) => {
        work.oncomplete = resolve;
        work.onabort = work.onerror = () => reject(work.error);
      });
      const answers = await Promise.all(use(work.objectStore("waiting")).map(result));
      await written;
      return answers;
    } finally {
      database.close();
    }
  }

  async waitingHere() {
    const id = await this.pageId();
    const [keys, all] = await Keeper.withWaiting(
      "readonly", (store) => [store.getAllKeys(), store.getAll()]);
    return keys[all.findIndex((one) => one.page === id)];
  }

  static withPolicy(page) {
    const policy = `<meta http-equiv="Content-Security-Policy" content="${Keeper.POLICY}">`;
    return `<!doctype html>${page.replace("<head>", `<head>${policy}`)}`;
  }

  async keepPage(page) {
    const cache = await caches.open(Keeper.CACHE);
    await cache.put(location.pathname, new Response(Keeper.withPolicy(page), {
      headers: { "content-type": "text/html; charset=utf-8", "referrer-policy": "no-referrer" },
    }));
    const script = document.querySelector("script[src]").src;
    if (!(await cache.match(script))) await cache.put(script, await fetch(script, { cache: "force-cache" }));
  }

  async forgetPage() {
    await (await caches.open(Keeper.CACHE)).delete(location.pathname);
  }

  async askToSend() {
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ send: true });
  }

  async post(body, isDeclined) {
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body,
        signal: AbortSignal.timeout(Keeper.PATIENCE_MS),
      });
      if (!answer.redirected) return this.postPlainly(isDeclined);
      await this.forgetPage();
      location.replace(answer.url);
    } catch {
      await this.keep(body, isDeclined);
    }
  }

  // The practice has something to say about it: the page that it answers with says so.
  postPlainly(isDeclined) {
    if (isDeclined) {
      const choice = document.createElement("input");
      Object.assign(choice, { type: "hidden", name: "leave", value: "decline" });
      form.append(choice);
    }
    form.submit();
  }

  // What the practice would refuse is asked for while the person is still here.
  firstOpenItem() {
    return [...form.querySelectorAll("[data-required]")].find(
      (item) => !item.disabled &&
        ![...item.querySelectorAll("[name^='a.']")].some((one) =>
          one.type === "radio" ? one.checked : one.value.trim() !== ""));
  }

  askFor(item) {
    notSent();
    item.querySelector(".wrong")?.remove();
    const wrong = document.createElement("p");
    wrong.className = "wrong";
    wrong.setAttribute("role", "alert");
    wrong.textContent = form.dataset.needed;
    item.querySelector("legend").after(wrong);
    (item.querySelector("[role=slider]") ?? item.querySelector("input, textarea")).focus();
  }

  async keep(body, isDeclined) {
    const open = isDeclined ? undefined : this.firstOpenItem();
    if (open) return this.askFor(open);
    const waiting = {
      address: new URL(form.dataset.sealed, location.href).href,
      body: await this.sealed(body),
      page: await this.pageId(),
      shown: this.keptPage(),
    };
    [this.waiting] = await Keeper.withWaiting("readwrite", (store) => [store.add(waiting)]);
    this.showKept();
    await this.forgetPage();
    const { sync } = await navigator.serviceWorker.ready;
    await sync?.register("holdfast-send").catch(() => {});
  }

  // What the worker shows when this page is opened again without a network: no form, no address.
  keptPage() {
    const copy = document.documentElement.cloneNode(true);
    copy.querySelector("[data-form]").remove();
    copy.querySelector("[data-kept]").hidden = false;
    return Keeper.withPolicy(copy.outerHTML.replaceAll(location.pathname.split("/").pop(), ""));
  }

  // The pair made here is never stored: what is sealed with it can be opened by the practice alone.
  async sealed(body) {
    const bytes = (text) =>
      Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const text = (buffer) =>
      btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
        .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const utf8 = (words) => new TextEncoder().encode(words);
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const practice = await crypto.subtle.importKey("raw", bytes(form.dataset.key), curve, false, []);
    const pair = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    const point = await crypto.subtle.exportKey("raw", pair.publicKey);
    const secret =
      await crypto.subtle.deriveBits({ name: "ECDH", public: practice }, pair.privateKey, 256);
    const source = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const key = await crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: point, info: utf8("holdfast sealed answer 1") },
      source, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = utf8(JSON.stringify({ token: location.pathname.split("/").pop(), form: body }));
    const keyId = form.dataset.keyId;
    const sealed = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv, additionalData: utf8(keyId) }, key, plain);
    return JSON.stringify({
      schema: "holdfast.sealed-answer/1",
      key: keyId,
      public: text(point),
      iv: text(iv),
      sealed: text(sealed),
    });
  }

  arrived({ arrived }) {
    if (this.waiting === undefined || arrived !== this.waiting) return;
    this.showArrived();
  }

  showArrived() {
    this.kept.querySelector("[data-waiting]").hidden = true;
    this.kept.querySelector("[data-arrived]").hidden = false;
  }
}

let keeper;

function begin() {
  const page = document.documentElement.outerHTML;
  const lines = [...form.querySelectorAll("[data-line]")].map((element) => new Line(element));
  if (lines.length > 0) offerTyping(lines);
  for (const item of form.querySelectorAll("[data-shown-if]")) depend(item);
  form.addEventListener("submit", send);
  // Said by a program that shows this page and sends its forms itself.
  addEventListener("holdfast:not-sent", notSent);
  form.querySelector("[data-first-problem]")?.focus();
  if (!form.dataset.key) return;
  if (!Keeper.isPossible()) {
    document.querySelector("[data-offline-off]").hidden = false;
    return;
  }
  keeper = new Keeper();
  // Without the worker the browser posts the form itself.
  keeper.resume()
    .then((isWaiting) => isWaiting || keeper.start(page))
    .catch(() => (keeper = undefined));
}

if (form) begin();
else if (document.querySelector("[data-kept]") && Keeper.isPossible()) new Keeper().goOn();
