// Theme switch, contents drawer, place in the chapter, scroll boxes, print. The page reads without it.
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Colour theme: auto, light, dark.
  const modes = ["auto", "light", "dark"];
  const system = matchMedia("(prefers-color-scheme: dark)");
  const themeSwitch = document.querySelector(".theme-switch");
  const applyTheme = (mode) => {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (system.matches ? "dark" : "light") : mode;
    const next = modes[(modes.indexOf(mode) + 1) % modes.length];
    themeSwitch.setAttribute("aria-label", `Colour theme: ${mode}. Change to ${next}`);
    themeSwitch.title = `Colour theme: ${mode}`;
  };
  applyTheme(modes.includes(root.dataset.mode) ? root.dataset.mode : "auto");
  themeSwitch.addEventListener("click", () => {
    const mode = modes[(modes.indexOf(root.dataset.mode) + 1) % modes.length];
    applyTheme(mode);
    try { localStorage.setItem("nnbook-theme", mode); } catch (error) { /* storage is off */ }
  });
  system.addEventListener("change", () => applyTheme(root.dataset.mode));

  // Contents: a drawer where the window is narrow.
  const contents = document.getElementById("contents");
  const opener = document.querySelector(".nav-open");
  const drawer = (open) => {
    root.classList.toggle("nav-is-open", open);
    opener.setAttribute("aria-expanded", String(open));
    if (open) contents.querySelector("a, button").focus();
    else if (contents.contains(document.activeElement)) opener.focus();
  };
  opener.addEventListener("click", () => drawer(!root.classList.contains("nav-is-open")));
  document.querySelector(".nav-close").addEventListener("click", () => drawer(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") drawer(false); });
  document.addEventListener("click", (event) => {
    if (!root.classList.contains("nav-is-open")) return;
    if (!contents.contains(event.target) && !opener.contains(event.target)) drawer(false);
    else if (event.target.closest(".contents a")) drawer(false);
  });
  const current = contents.querySelector(".current > a");
  requestAnimationFrame(() => {
    if (current && current.offsetTop > contents.clientHeight * 0.8) contents.scrollTop = current.offsetTop - contents.clientHeight / 2;
  });

  // Mark the section that is being read.
  const links = new Map(all('.contents a[href^="#"]').map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const sections = all(".body section[id]").filter((section) => links.has(section.id));
  if (sections.length) {
    let marked = null;
    const mark = () => {
      const here = sections.filter((section) => section.getBoundingClientRect().top < innerHeight * 0.3).pop();
      const link = here && links.get(here.id);
      if (link === marked) return;
      marked?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "location");
      marked = link;
    };
    let waiting = false;
    addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; mark(); });
    }, { passive: true });
    requestAnimationFrame(mark);
  }

  // What scrolls sideways can be reached with the keyboard. Measuring costs time, so only what comes near is measured;
  // until then a box counts as one that scrolls.
  const boxes = all("pre, .math-scroll, .table-scroll");
  const measure = (box) => {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else if (box !== document.activeElement) box.removeAttribute("tabindex");
  };
  const near = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => measure(entry.target)),
    { rootMargin: "100%" },
  );
  boxes.forEach((box) => { box.tabIndex = 0; near.observe(box); });
  addEventListener("resize", () => boxes.forEach((box) => { near.unobserve(box); near.observe(box); }), { passive: true });

  // A link into a fold opens the fold; nothing stays folded on paper.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  reveal();
  addEventListener("hashchange", reveal);
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    folded.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((fold) => { fold.open = false; }));
})();
