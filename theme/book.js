// The behaviour of "Async from Every Angle". Replaces mdBook's book.js. MIT OR Apache-2.0.
(() => {
  'use strict';
  const html = document.documentElement;
  const wide = matchMedia('(min-width: 1440px)');
  const recall = (key) => { try { return localStorage.getItem(key) || ''; } catch { return ''; } };
  const keep = (key, value) => {
    try { if (value) localStorage.setItem(key, value); else localStorage.removeItem(key); } catch { /* forbidden */ }
  };
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...children);
    return element;
  };

  // Before the first paint.
  const themes = ['', 'light', 'dark'];
  let theme = recall('theme');
  const open = () => html.classList.contains('contents');
  const openByDefault = () => wide.matches && recall('sidebar') !== 'hidden';
  html.dataset.theme = theme;
  html.classList.add('js');
  html.classList.toggle('contents', openByDefault());

  const atRest = (e) => !e.altKey && !e.ctrlKey && !e.metaKey && !e.shiftKey && !e.defaultPrevented
    && [document.body, document.getElementById('content')].includes(document.activeElement);

  function themeButton() {
    const button = document.getElementById('theme-toggle');
    if (!button) return;
    const show = () => {
      html.dataset.theme = theme;
      document.getElementById('theme-name').textContent = { light: 'Light', dark: 'Dark' }[theme] || 'System';
    };
    show();
    button.addEventListener('click', () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      keep('theme', theme);
      show();
    });
  }

  function sidebar() {
    const button = document.getElementById('contents-toggle');
    const nav = document.getElementById('sidebar');
    if (!button || !nav) return;
    const show = (yes) => {
      html.classList.toggle('contents', yes);
      button.setAttribute('aria-expanded', yes);
    };
    // The overlay of a narrow page closes with Escape, when one clicks or moves away from it, and when one
    // goes to a section of the page.
    const leave = (e) => {
      const goes = e.type === 'click' && e.target.closest('.sections a');
      if (!wide.matches && open() && (goes || !e.target.closest('#sidebar, .top'))) show(false);
    };
    show(open());
    button.addEventListener('click', () => {
      show(!open());
      if (wide.matches) keep('sidebar', open() ? '' : 'hidden');
      else if (open()) (nav.querySelector('[aria-current=page]') || nav).focus();
    });
    wide.addEventListener('change', () => show(openByDefault()));
    document.addEventListener('click', leave);
    document.addEventListener('focusin', leave);
    document.addEventListener('keydown', (e) => {
      if (e.key !== 'Escape' || wide.matches || !open() || e.defaultPrevented) return;
      show(false);
      button.focus();
    });
  }

  // The search and its index are loaded when it is first opened.
  function searchPanel() {
    const [toggle, panel, input, status, results] = ['toggle', '', 'input', 'status', 'results']
      .map((part) => document.getElementById(part ? `search-${part}` : 'search'));
    if (!toggle) return;
    const script = (file) => new Promise((onload, onerror) => {
      document.head.append(make('script', { src: html.dataset.root + file, onload, onerror }));
    });
    let loaded = null;
    const load = async () => {
      status.textContent = 'The index is loaded …';
      try {
        await Promise.all(['theme/minisearch.js', 'searchindex.js'].map(script));
        await script('theme/search.js');
      } catch {
        status.textContent = 'This copy of the book has no index. “cargo book build” makes one.';
      }
    };
    const show = (yes) => {
      panel.hidden = !yes;
      toggle.setAttribute('aria-expanded', yes);
      if (!yes) return;
      input.focus();
      input.select();
      loaded ||= load();
    };
    toggle.addEventListener('click', () => show(panel.hidden));
    // Searching starts with "/" alone; a letter is left to those who speak to their browser.
    document.addEventListener('keydown', (e) => {
      if (e.key !== '/' || !atRest(e)) return;
      e.preventDefault();
      show(true);
    });
    panel.addEventListener('keydown', (e) => {
      const links = all('a', results);
      const at = links.indexOf(document.activeElement);
      if (e.key === 'Escape') {
        show(false);
        toggle.focus();
      } else if (e.key === 'ArrowDown') {
        (links[at + 1] || document.activeElement).focus();
      } else if (e.key === 'ArrowUp') {
        (links[at - 1] || input).focus();
      } else if (e.key === 'Enter' && at < 0) {
        if (links.length) links[0].click();
      } else {
        return;
      }
      e.preventDefault();
      e.stopPropagation();
    });
    // A result of this page is found where it is, below the panel.
    results.addEventListener('click', (e) => { if (e.target.closest('a')) show(false); });
  }

  function turnPages() {
    document.addEventListener('keydown', (e) => {
      const way = { ArrowLeft: 'prev', ArrowRight: 'next' }[e.key];
      const link = way && atRest(e) && document.querySelector(`.turn a[rel=${way}]`);
      if (link) link.click();
    });
  }

  // Two panes stand side by side where there is room, else they become tabs; one choice for all.
  function languageTabs() {
    const main = document.getElementById('content');
    const sets = [];
    const choose = (language) => sets.forEach((set) => set.choose(language));
    all('.pair').forEach((pair, number) => {
      const panes = all('.pane', pair);
      if (panes.length < 2) return;
      const language = (pane) => (pane.classList.contains('rust') ? 'rust' : 'python');
      const list = make('div', { className: 'tabs', role: 'tablist', ariaLabel: 'Language', hidden: true });
      const tabs = panes.map((pane, i) => {
        pane.id ||= `pane-${number}-${i}`;
        const tab = make('button', { type: 'button', className: language(pane), role: 'tab' },
          pane.querySelector('.lang').textContent);
        tab.setAttribute('aria-controls', pane.id);
        tab.addEventListener('click', () => pick(i));
        list.append(tab);
        return tab;
      });
      const pick = (i) => {
        const before = list.getBoundingClientRect().top;
        keep('language', language(panes[i]));
        choose(language(panes[i]));
        scrollBy({ top: list.getBoundingClientRect().top - before, behavior: 'instant' });
        tabs[i].focus({ preventScroll: true });
      };
      list.addEventListener('keydown', (e) => {
        const at = tabs.indexOf(document.activeElement);
        const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 }[e.key];
        if (to === undefined || e.altKey || e.ctrlKey || e.metaKey) return;
        e.preventDefault();
        pick((to + tabs.length) % tabs.length);
      });
      let tabbed = false;
      let chosen = 0;
      const draw = () => {
        list.hidden = !tabbed;
        pair.classList.toggle('tabbed', tabbed);
        panes.forEach((pane, i) => {
          pane.hidden = tabbed && i !== chosen;
          pane.role = tabbed ? 'tabpanel' : 'group';
          tabs[i].ariaSelected = i === chosen;
          tabs[i].tabIndex = i === chosen ? 0 : -1;
        });
      };
      sets.push({
        choose(name) { chosen = Math.max(0, panes.findIndex((pane) => language(pane) === name)); draw(); },
        fit(narrow) { tabbed = narrow; draw(); },
      });
      pair.querySelector('.panes').before(list);
    });
    choose(recall('language'));
    // As in book.css: a pair's inside has 1100 px when the page has that, two margins and a border.
    const fit = () => sets.forEach((set) => set.fit(main.clientWidth < 1150));
    fit();
    new ResizeObserver(fit).observe(main);
  }

  function listings() {
    // Of a stage, what it is; not what it no longer is.
    const text = (code) => all('code > :not(del)', code).map((line) => line.textContent).join('');
    all('pre.code, .diff').forEach((pre) => {
      const button = make('button', { type: 'button', className: 'copy' }, 'Copy');
      button.addEventListener('click', async () => {
        let done = 'Copied';
        try { await navigator.clipboard.writeText(pre.matches('.diff') ? text(pre) : pre.textContent); } catch { done = 'Not copied'; }
        const status = document.getElementById('status');
        button.textContent = status.textContent = done;
        setTimeout(() => { button.textContent = 'Copy'; status.textContent = ''; }, 1600);
      });
      const box = make('div', { className: 'listing' });
      pre.replaceWith(box);
      box.append(pre, button);
    });
    all('main pre:not([tabindex], .diff pre)').forEach((pre) => { pre.tabIndex = 0; });
    const mark = (box) => {
      box.classList.toggle('came-from', box.scrollLeft > 1);
      box.classList.toggle('goes-on', box.scrollWidth - box.clientWidth - box.scrollLeft > 1);
    };
    const sizes = new ResizeObserver((seen) => seen.forEach((entry) => mark(entry.target)));
    const watch = (from) => all('pre, .diff, .table-wrapper', from).forEach((box) => {
      sizes.observe(box);
      box.addEventListener('scroll', () => mark(box), { passive: true });
    });
    watch(document);
    document.addEventListener('grown', (e) => watch(e.target));
    const tables = all('.table-wrapper');
    const reach = () => tables.forEach((box) => {
      const wider = box.scrollWidth > box.clientWidth;
      if (wider) box.tabIndex = 0; else box.removeAttribute('tabindex');
      box.role = wider ? 'group' : null;
      box.ariaLabel = wider ? 'Table, wider than the page' : null;
    });
    document.fonts.ready.then(reach);
    addEventListener('resize', reach);
  }

  // A list of rows, with the heading above it.
  function showList(list, yes) {
    list.hidden = !yes;
    if (list.previousElementSibling?.matches('h2')) list.previousElementSibling.hidden = !yes;
  }

  function filter() {
    const input = document.getElementById('filter');
    if (!input) return;
    const rows = all('.angles > li').map((row) => [row, row.textContent.toLowerCase()]);
    const lists = all('.angles');
    const count = input.parentElement.querySelector('output');
    const sift = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let left = 0;
      for (const [row, text] of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) left += 1;
      }
      for (const list of lists) showList(list, list.querySelector(':scope > li:not([hidden])') !== null);
      count.textContent = `${left} of ${rows.length} rows`;
    };
    input.addEventListener('input', sift);
    input.parentElement.hidden = false;
    sift();
  }

  // A link may point into something folded or filtered away.
  function unfold() {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { /* no such id */ }
    if (!target) return;
    for (let e = target; e; e = e.parentElement) {
      if (e.tagName === 'DETAILS') e.open = true;
      if (e.tagName === 'LI') e.hidden = false;
      if (e.matches('.angles')) showList(e, true);
    }
    target.scrollIntoView();
  }

  document.addEventListener('DOMContentLoaded', () => {
    themeButton();
    sidebar();
    searchPanel();
    turnPages();
    languageTabs();
    listings();
    filter();
    document.querySelector('.skip')?.addEventListener('click', (e) => {
      e.preventDefault();
      document.getElementById('content').focus();
    });
    if (location.hash) unfold();
    addEventListener('hashchange', unfold);
  });
})();
