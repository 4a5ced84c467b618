// SPDX-License-Identifier: MIT
// Turns each number field of a form into a line to touch. Without this module the fields stay as they
// are. A line has no value until it is touched, and "Clear" takes it back.

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
    this.typed.hidden = !field.hasAttribute("aria-invalid");
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
  decide();
}

function send(event) {
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  form.elements.ms.value = String(Math.round(performance.now() - began));
  const button = form.querySelector("[data-send]");
  button.textContent = form.dataset.sending;
  button.setAttribute("aria-disabled", "true");
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
  lines[0].item.before(button);
}

if (form) {
  const lines = [...form.querySelectorAll("[data-line]")].map((element) => new Line(element));
  if (lines.length > 0) offerTyping(lines);
  for (const item of form.querySelectorAll("[data-shown-if]")) depend(item);
  form.addEventListener("submit", send);
  form.querySelector("[data-first-problem]")?.focus();
}
