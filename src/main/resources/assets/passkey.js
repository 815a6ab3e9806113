// Passkeys. Only these need JavaScript; every page with one has another way on it.
//
// <form data-passkey="create|get" data-options="{…}">    its submit asks for a passkey, puts the answer into its field
//                                                        `credential`, and sends it; without JavaScript it is sent without
//   data-conditional                                     also offered where the page's autofill is (autocomplete="… webauthn")
//   data-out="id"                                        where it is said what went wrong, in the words of
//   data-cancelled data-timed-out data-unsupported data-duplicate data-failed
// [data-passkey-js] [data-passkey-platform]              hidden in the HTML; shown where passkeys, or this device's own, work
// [data-passkey-missing]                                 hidden in the HTML; shown where they do not
// [data-passkey-offered]                                 where it is said that the offer, with a form in it, was shown
// [data-passkey-unknown] [data-passkey-accepted]         what the password manager is to be told, as JSON
(() => {
  const $$ = (s) => [...document.querySelectorAll(s)];
  const api = window.PublicKeyCredential;
  const able = Boolean(api && navigator.credentials);
  const show = (s) => $$(s).forEach((e) => { e.hidden = false; });
  show(able ? '[data-passkey-js]' : '[data-passkey-missing]');

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const named = (list) => (list || []).map((c) => ({ ...c, id: bytes(c.id) }));

  // What parseCreationOptionsFromJSON and parseRequestOptionsFromJSON do, for browsers without them.
  const creation = (o) => (api.parseCreationOptionsFromJSON ? api.parseCreationOptionsFromJSON(o)
    : { ...o, challenge: bytes(o.challenge), user: { ...o.user, id: bytes(o.user.id) }, excludeCredentials: named(o.excludeCredentials) });
  const request = (o) => (api.parseRequestOptionsFromJSON ? api.parseRequestOptionsFromJSON(o)
    : { ...o, challenge: bytes(o.challenge), allowCredentials: named(o.allowCredentials) });

  // What toJSON does, for browsers without it, and for extensions whose own fails.
  const json = (c) => {
    try { return JSON.stringify(c.toJSON()); } catch { /* by hand */ }
    const r = c.response, response = { clientDataJSON: text(r.clientDataJSON) };
    ['attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach((part) => { if (r[part]) response[part] = text(r[part]); });
    if (r.getTransports) response.transports = r.getTransports();
    return JSON.stringify({ id: c.id, rawId: text(c.rawId), type: c.type, response, clientExtensionResults: c.getClientExtensionResults() });
  };

  const ask = (form, more) => {
    const options = JSON.parse(form.dataset.options);
    return form.dataset.passkey === 'create'
      ? navigator.credentials.create({ publicKey: creation(options), ...more })
      : navigator.credentials.get({ publicKey: request(options), ...more });
  };

  const send = (form, credential) => {
    form.elements.credential.value = json(credential);
    form.submit();
  };

  const say = (form, words) => {
    const out = document.getElementById(form.dataset.out);
    if (!out) return;
    out.textContent = words || form.dataset.failed || '';
    out.hidden = false;
    if (out.tabIndex < 0) out.tabIndex = -1;
    out.focus();
  };

  // Browsers say no more than NotAllowedError, whether the person closed the prompt or nobody came.
  const trouble = (form, error, asked) => {
    const d = form.dataset, timeout = JSON.parse(d.options).timeout || 300000;
    if (error.name === 'NotAllowedError' || error.name === 'AbortError') return Date.now() - asked >= timeout - 1000 ? d.timedOut : d.cancelled;
    if (error.name === 'InvalidStateError') return d.duplicate;
    if (error.name === 'NotSupportedError' || error.name === 'ConstraintError') return d.unsupported;
    return d.failed;
  };

  // Autofill: one wait for the page, ended while a prompt is open, since browsers allow one at a time.
  let waiting = null;
  const offer = async () => {
    const form = document.querySelector('form[data-passkey=get][data-conditional]');
    if (!form || waiting) return;
    const mine = new AbortController();
    waiting = mine;
    try {
      if (!api.isConditionalMediationAvailable || !await api.isConditionalMediationAvailable() || mine.signal.aborted) return;
      const credential = await ask(form, { mediation: 'conditional', signal: mine.signal });
      if (credential) send(form, credential);
    } catch { /* ended by us, or by the browser: the button is still there */ } finally {
      if (waiting === mine) waiting = null;
    }
  };
  const end = () => { if (waiting) { waiting.abort(); waiting = null; } };

  $$('form[data-passkey]').forEach((form) => {
    let open = false;
    // Ahead of app.js, which lets a form be sent once.
    form.addEventListener('submit', async (e) => {
      e.preventDefault();
      e.stopImmediatePropagation();
      if (open) return;
      if (!able) { say(form, form.dataset.unsupported); return; }
      open = true;
      end();
      const asked = Date.now();
      try {
        send(form, await ask(form, {}));
      } catch (error) {
        say(form, trouble(form, error, asked));
        offer();
      } finally {
        open = false;
      }
    }, true);
  });

  if (!able) return;
  offer();
  addEventListener('pagehide', end);
  addEventListener('pageshow', (e) => { if (e.persisted) offer(); });
  if (api.isUserVerifyingPlatformAuthenticatorAvailable) {
    api.isUserVerifyingPlatformAuthenticatorAvailable().then((yes) => {
      if (!yes) return;
      show('[data-passkey-platform]');
      $$('[data-passkey-offered]').forEach((e) => {
        const body = new URLSearchParams(new FormData(e.querySelector('form')));
        fetch(e.dataset.passkeyOffered, { method: 'POST', body, redirect: 'manual' }).catch(() => {});
      });
    }, () => {});
  }
  const tell = (attribute, signal) => $$(`[${attribute}]`).forEach((e) => {
    if (api[signal]) api[signal](JSON.parse(e.getAttribute(attribute))).catch(() => {});
  });
  tell('data-passkey-unknown', 'signalUnknownCredential');
  tell('data-passkey-accepted', 'signalAllAcceptedCredentials');
})();
