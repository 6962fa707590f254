// Lets this browser ring: asks it for an address at its maker's push service, and gives that to Parley.

function bytes(words) {
  const text = atob(words.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.codePointAt(0));
}

async function subscribe(form) {
  await navigator.serviceWorker.register(document.body.dataset.worker);
  const worker = await navigator.serviceWorker.ready;
  const asked = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.pushKey) };
  const { endpoint, keys } = (await worker.pushManager.subscribe(asked)).toJSON();
  for (const [name, value] of Object.entries({ endpoint, ...keys })) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  form.submit();
}

export function offerRinging() {
  const form = document.querySelector("form[data-push-key]");
  if (!form || !("PushManager" in window) || !navigator.serviceWorker) return;
  const missing = document.querySelector("[data-push-missing]");
  form.hidden = false;
  missing.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    subscribe(form).catch(() => {
      missing.textContent = form.dataset.pushDenied;
      missing.hidden = false;
    });
  });
}
