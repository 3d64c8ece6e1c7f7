// The entry of a term beside it: under the mouse, with the focus, and at the first touch. MIT OR Apache-2.0.
(() => {
  'use strict';
  const gap = 8;

  document.querySelectorAll('a.term').forEach((link) => {
    const tip = link.nextElementSibling;
    let leaving = 0;
    const hide = () => { tip.hidden = true; };
    const show = () => {
      clearTimeout(leaving);
      if (!tip.hidden) return;
      tip.hidden = false;
      const at = link.getBoundingClientRect();
      const room = document.documentElement.clientWidth - tip.offsetWidth - gap;
      tip.style.left = `${Math.max(gap, Math.min(at.left, room)) + scrollX}px`;
      tip.style.top = `${at.bottom + scrollY + 2}px`;
    };
    // The mouse may go from the word to its entry.
    const leave = () => { leaving = setTimeout(hide, 200); };
    for (const part of [link, tip]) {
      part.addEventListener('pointerenter', (e) => { if (e.pointerType === 'mouse') show(); });
      part.addEventListener('pointerleave', (e) => { if (e.pointerType === 'mouse') leave(); });
    }
    // A finger reads first, and follows the link with its second touch.
    let wasOpen = false;
    link.addEventListener('pointerdown', () => { wasOpen = !tip.hidden; });
    link.addEventListener('click', (e) => {
      if (e.pointerType === 'touch' && !wasOpen) {
        e.preventDefault();
        show();
      }
    });
    link.addEventListener('focus', show);
    link.addEventListener('blur', leave);
    addEventListener('keydown', (e) => { if (e.key === 'Escape') hide(); });
    addEventListener('pointerdown', (e) => { if (e.target !== link && !tip.contains(e.target)) hide(); });
  });
})();
