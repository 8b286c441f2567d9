// A view that takes the place of another begins at its top: a page keeps how far the last was
// scrolled, so that a row far down would open a creator in the middle.
(() => {
  if (window.scoutViewTop) return;
  window.scoutViewTop = true;
  const view = () => location.pathname + " " + new URLSearchParams(location.search).get("creator");
  let shown = view();
  const push = history.pushState;
  history.pushState = function (...values) {
    push.apply(this, values);
    if (view() !== shown) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
    shown = view();
  };
  addEventListener("popstate", () => { shown = view(); });
})();
