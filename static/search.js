// "/" goes to the search; Enter opens its first hit, the arrows walk through them.
(() => {
  if (window.scoutSearchKeys) return;
  window.scoutSearchKeys = true;
  const BOXES = ".st-key-q input, .st-key-sidebar_search input";
  const HITS = ".st-key-sidebar_hits a, .st-key-search_hits a";
  const isSeen = (node) => node.getClientRects().length > 0;
  const box = () => [...document.querySelectorAll(BOXES)].find(isSeen);
  const hits = () => [...document.querySelectorAll(HITS)].filter(isSeen);
  const isField = (node) =>
    node instanceof Element && node.closest("input, textarea, select, [contenteditable='true']");

  const focusBox = () => {
    const input = box();
    if (input) { input.focus(); input.select(); }
    return Boolean(input);
  };
  const goToBox = () => {
    if (focusBox()) return;
    document.querySelector('[data-testid="stExpandSidebarButton"]')?.click();
    setTimeout(focusBox, 350);
  };
  // The hits of what was typed may still be on their way.
  let waiting = 0;
  const openFirst = (input) => {
    const text = input.value.trim();
    const end = Date.now() + 8000;
    clearInterval(waiting);
    waiting = setInterval(() => {
      const isDone = document.querySelector("[data-hits-of]")?.dataset.hitsOf === text;
      // The first link of a page comes later than its text: its code is loaded on demand.
      const link = isDone && document.querySelector(".st-key-sidebar_hits a");
      if (link || Date.now() > end || input.value.trim() !== text) clearInterval(waiting);
      link?.click?.();
    }, 50);
  };
  // On a phone the sidebar lies over the page that a hit opens.
  document.addEventListener("click", (event) => {
    const isHit = event.target instanceof Element && event.target.closest(".st-key-sidebar_hits a");
    if (!isHit || window.innerWidth >= 768) return;
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const node = event.target;
    if (event.key === "/" && !isField(node)) {
      event.preventDefault();
      goToBox();
      return;
    }
    const isBox = node instanceof Element && node.matches(BOXES);
    const links = hits();
    const place = links.indexOf(node);
    if (!isBox && place < 0) return;
    if (event.key === "Enter" && isBox && node.closest(".st-key-sidebar_search")) {
      if (node.value.trim()) openFirst(node);
    } else if (event.key === "ArrowDown" && links[place + 1]) {
      event.preventDefault();
      links[place + 1].focus();
    } else if (event.key === "ArrowUp" && place >= 0) {
      event.preventDefault();
      (links[place - 1] ?? box())?.focus();
    } else if (event.key === "Escape" && place >= 0) {
      box()?.focus();
    }
  });
})();
