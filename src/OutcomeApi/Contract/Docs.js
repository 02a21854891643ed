// What the documentation page adds to the page of the library: answers in the language of the page, and a key that stays for the tab.
(() => {
  const slot = "outcome-api-key";
  const scheme = "bearer";

  const send = window.fetch;
  window.fetch = (input, init) => {
    const request = new Request(input, init);
    // A browser sends the languages of its user. The page is in English, and so are the answers that it shows unless the reader asks for others.
    if (!new Headers(init?.headers).has("Accept-Language")) {
      request.headers.set("Accept-Language", "en");
    }

    return send(request);
  };

  const begin = () => {
    if (!window.ui) {
      return setTimeout(begin, 50);
    }

    const kept = sessionStorage.getItem(slot);
    if (kept) {
      window.ui.authActions.authorize({ [scheme]: { name: scheme, schema: { type: "http", scheme }, value: kept } });
    }

    window.ui.getStore().subscribe(() => {
      const key = window.ui.authSelectors.authorized()?.getIn([scheme, "value"]);
      if (key) {
        sessionStorage.setItem(slot, key);
      } else {
        sessionStorage.removeItem(slot);
      }
    });
  };

  window.addEventListener("load", begin);
})();
