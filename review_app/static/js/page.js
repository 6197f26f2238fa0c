// On every page: an answer that never came is said in words, and a form is not sent twice by an impatient click.

const LOST = "Không kết nối được với máy chủ. Nội dung bạn nhập vẫn còn trên trang; hãy kiểm tra mạng rồi thử lại.";

function notice(text) {
  const box = document.createElement("div");
  box.className = "notice notice-bad";
  box.setAttribute("role", "alert");
  const line = document.createElement("p");
  line.textContent = text;
  box.append(line);
  document.getElementById("notices").replaceChildren(box);
}

document.addEventListener("htmx:error", () => notice(LOST));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
});

// Coming back by the browser's own button shows the page as it was left: its forms can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});
