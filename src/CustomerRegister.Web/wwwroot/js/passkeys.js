// Passkeys: a form marked data-passkey asks the server for a challenge, has the browser answer it, and then sends itself with the answer.
const known = window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;

async function answer(form) {
  const token = form.querySelector("[name=__RequestVerificationToken]").value;
  const response = await fetch(form.dataset.options, { method: "POST", headers: { RequestVerificationToken: token } });
  if (!response.ok) throw new Error(`The challenge was refused with status ${response.status}.`);
  const options = await response.json();
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  form.elements.Credential.value = JSON.stringify(credential);
}

if (known) {
  for (const text of document.querySelectorAll("[data-passkey-unknown]")) text.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-passkey-failed]");
      failed.hidden = true;
      try {
        await answer(form);
        form.submit();
      } catch {
        // Cancelled, or no passkey here.
        failed.hidden = false;
      }
    });
  }
}
