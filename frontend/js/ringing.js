// Lets this browser ring: asks it for an address at its maker's push service, and gives that to Parley.

function bytes(words) {
  const text = atob(words.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.codePointAt(0));
}

// Where a firewall keeps the push service away, a browser asks it again and again and never says so.
const PATIENCE_MS = 20_000;

async function subscription(key) {
  await navigator.serviceWorker.register(document.body.dataset.worker);
  const worker = await navigator.serviceWorker.ready;
  const asked = { userVisibleOnly: true, applicationServerKey: bytes(key) };
  return (await worker.pushManager.subscribe(asked)).toJSON();
}

async function letRing(form, say) {
  const { pushKey, pushAsking, pushDenied, pushSilent } = form.dataset;
  if ((await Notification.requestPermission()) !== "granted") return say(pushDenied);
  say(pushAsking);
  const silence = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS));
  try {
    const { endpoint, keys } = await Promise.race([subscription(pushKey), silence]);
    for (const [name, value] of Object.entries({ endpoint, ...keys })) {
      if (form.elements[name]) form.elements[name].value = value;
    }
    form.submit();
  } catch (error) {
    say(error?.name === "NotAllowedError" ? pushDenied : pushSilent);
  }
}

export function offerRinging() {
  const form = document.querySelector("form[data-push-key]");
  if (!form || !("PushManager" in window) || !navigator.serviceWorker) return;
  const missing = document.querySelector("[data-push-missing]");
  form.hidden = false;
  missing.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    letRing(form, (words) => {
      missing.textContent = words;
      missing.hidden = false;
    });
  });
}
