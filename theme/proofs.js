// A tick opens the test beside its statement, and closes it again. Without this script it leads to the foot of the
// page, where the test is. MIT OR Apache-2.0.
(() => {
  'use strict';
  const open = new Map();
  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...children);
    return element;
  };

  function panel(tick) {
    const test = document.getElementById(tick.hash.slice(1));
    const label = test.closest('details').querySelector('summary').textContent.replaceAll('_', ' ');
    const close = make('button', { type: 'button', className: 'close' }, 'Close');
    close.addEventListener('click', () => toggle(tick));
    const copies = [...test.querySelectorAll(':scope > p:not(.back), pre')].map((part) => part.cloneNode(true));
    const box = make('div', { className: 'proof-panel', role: 'group', tabIndex: -1, ariaLabel: `Proof, ${label}` },
      make('p', { className: 'label' }, label, close), ...copies);
    box.id = `beside-${open.size}-${tick.hash.slice(1)}`;
    return box;
  }

  // Below the paragraph or the row of a table that states it.
  function place(tick, box) {
    const block = tick.closest('p, td, th, li, dd');
    const row = block?.closest('tr');
    if (row) {
      const cell = make('td', { colSpan: row.cells.length }, box);
      row.after(make('tr', { className: 'proof-row' }, cell));
    } else if (block && block.tagName !== 'P') {
      block.append(box);
    } else {
      (block || tick.parentElement).after(box);
    }
  }

  function toggle(tick) {
    const box = open.get(tick);
    if (box) {
      open.delete(tick);
      (box.closest('.proof-row') || box).remove();
      tick.removeAttribute('aria-controls');
      tick.focus();
    } else {
      const made = panel(tick);
      place(tick, made);
      open.set(tick, made);
      made.dispatchEvent(new Event('grown', { bubbles: true }));
      tick.setAttribute('aria-controls', made.id);
      made.focus({ preventScroll: true });
      made.scrollIntoView({ block: 'nearest' });
    }
    tick.setAttribute('aria-expanded', !box);
  }

  const ticks = [...document.querySelectorAll('a.proof')].filter((tick) => document.getElementById(tick.hash.slice(1)));
  for (const tick of ticks) {
    tick.role = 'button';
    tick.setAttribute('aria-expanded', false);
    tick.addEventListener('click', (e) => {
      if (e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      toggle(tick);
    });
    tick.addEventListener('keydown', (e) => {
      if (e.key !== ' ') return;
      e.preventDefault();
      toggle(tick);
    });
  }
  // Escape closes the one that is read; where nothing has the focus, the one that was opened last.
  document.addEventListener('keydown', (e) => {
    if (e.key !== 'Escape' || e.defaultPrevented) return;
    const focus = document.activeElement;
    const isFree = [document.body, document.getElementById('content')].includes(focus);
    const last = [...open.keys()].reverse()
      .find((tick) => isFree || tick === focus || open.get(tick).contains(focus));
    if (!last) return;
    e.preventDefault();
    toggle(last);
  });
})();
