// Files are sent one by one as soon as they are chosen or dropped: each has its own progress and its own answer,
// and one refusal stops no other. Without this script the same form sends everything at once.

const AT_ONCE = 3;
const waiting = [];
let running = 0;

function sizeWords(bytes) {
  if (bytes < 1 << 20) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / (1 << 20)).toFixed(1).replace(".", ",")} MB`;
}

function smallButton(text, label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "secondary outline";
  button.textContent = text;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", act);
  return button;
}

class UploadField {
  constructor(root) {
    this.root = root;
    this.name = root.dataset.upload;
    this.input = root.querySelector("input[type=file]");
    this.list = root.querySelector(".files");
    this.form = root.closest("form");
    this.input.classList.add("visually-hidden");
    root.querySelector(".pick").hidden = false;
    this.input.addEventListener("change", () => {
      this.take(this.input.files);
      this.input.value = "";
    });
    for (const kind of ["dragenter", "dragover"]) {
      root.addEventListener(kind, (event) => {
        event.preventDefault();
        root.classList.add("is-over");
      });
    }
    for (const kind of ["dragleave", "drop"]) root.addEventListener(kind, () => root.classList.remove("is-over"));
    root.addEventListener("drop", (event) => {
      event.preventDefault();
      this.take(event.dataTransfer.files);
    });
    for (const line of this.list.children) this.addButtons(line);
  }

  take(files) {
    for (const file of files) {
      const line = this.newLine(file);
      const limit = Number(this.root.dataset.limit);
      if (file.size === 0) this.refuse(line, "Tệp rỗng (0 byte). Hãy kiểm tra lại tệp.");
      else if (file.size > limit * (1 << 20)) {
        this.refuse(line, `Tệp lớn hơn ${limit} MB nên không nhận được. Hãy tách phụ lục thành tệp riêng.`);
      } else {
        waiting.push(() => this.send(line, file));
        next();
      }
    }
  }

  newLine(file) {
    const line = document.createElement("li");
    line.className = "file is-waiting";
    const name = document.createElement("span");
    name.className = "file-name";
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `Tiến độ tải ${file.name}`);
    const state = document.createElement("span");
    state.className = "file-state";
    state.textContent = "chờ gửi";
    line.append(name, bar, state);
    this.addButtons(line);
    this.list.append(line);
    summarise(this.form);
    return line;
  }

  addButtons(line) {
    const name = line.querySelector(".file-name").textContent;
    if (this.root.hasAttribute("data-ordered")) {
      line.append(
        smallButton("↑", `Đưa ${name} lên trước`, () => line.previousElementSibling?.before(line)),
        smallButton("↓", `Đưa ${name} xuống sau`, () => line.nextElementSibling?.after(line)),
      );
      for (const button of line.querySelectorAll("button")) button.classList.add("order");
    }
    line.append(
      smallButton("Bỏ", `Bỏ tệp ${name}`, () => {
        line.remove();
        summarise(this.form);
        this.input.focus();
      }),
    );
  }

  send(line, file) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("file", file);
      request.open("POST", this.root.dataset.url);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", this.form.elements.csrf_token.value);
      const bar = line.querySelector("progress");
      const state = line.querySelector(".file-state");
      state.textContent = "đang gửi";
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = Math.round((100 * event.loaded) / event.total);
      });
      request.addEventListener("load", () => {
        let answer = {};
        try { answer = JSON.parse(request.responseText); } catch { /* no JSON: said below */ }
        if (request.status === 201) this.received(line, answer);
        else this.refuse(line, answer.detail || `Máy chủ không nhận tệp (lỗi ${request.status}).`, file);
      });
      request.addEventListener("error", () => this.refuse(line, "Mất kết nối khi gửi tệp.", file));
      request.addEventListener("loadend", resolve);
      request.send(body);
    });
  }

  received(line, answer) {
    line.className = "file is-received";
    line.querySelector("progress").remove();
    line.querySelector(".file-state").textContent = `đã nhận, ${sizeWords(answer.size)}`;
    const token = document.createElement("input");
    token.type = "hidden";
    token.name = `${this.name}_token`;
    token.value = answer.token;
    line.append(token);
    summarise(this.form);
  }

  refuse(line, why, file) {
    line.className = "file is-refused";
    line.querySelector("progress")?.remove();
    line.querySelector(".file-state").textContent = why;
    line.setAttribute("role", "alert");
    if (file) {
      line.append(
        smallButton("Gửi lại", `Gửi lại tệp ${file.name}`, () => {
          line.remove();
          this.take([file]);
        }),
      );
    }
    summarise(this.form);
  }
}

function next() {
  while (running < AT_ONCE && waiting.length) {
    running += 1;
    waiting.shift()().finally(() => {
      running -= 1;
      next();
    });
  }
}

function summarise(form) {
  const counted = (name) => form.querySelectorAll(`.file.${name}`).length;
  const words = [];
  if (counted("is-received")) words.push(`${counted("is-received")} tệp đã nhận`);
  if (counted("is-waiting")) words.push(`${counted("is-waiting")} tệp đang gửi`);
  if (counted("is-refused")) words.push(`${counted("is-refused")} tệp chưa nhận được`);
  if (words.length) form.querySelector("[data-upload-summary]").textContent = `${words.join(", ")}.`;
}

// No file that somebody chose is left out in silence: it is received, sent again, or taken off the list.
function heldBack(form) {
  if (form.querySelector(".file.is-waiting")) return "Còn tệp đang gửi. Hãy chờ gửi xong rồi bấm nộp.";
  const refused = [...form.querySelectorAll(".file.is-refused .file-name")].map((name) => name.textContent);
  if (refused.length) return `Chưa nộp: tệp ${refused.join(", ")} chưa nhận được. Hãy gửi lại hoặc bấm “Bỏ” tệp đó rồi nộp.`;
  return "";
}

for (const form of document.querySelectorAll("form[data-upload-form]")) {
  for (const root of form.querySelectorAll("[data-upload]")) new UploadField(root);
  form.addEventListener(
    "submit",
    (event) => {
      const why = heldBack(form);
      if (!why) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      form.querySelector("[data-upload-summary]").textContent = why;
    },
    { capture: true },
  );
}
