// Predict, then look: a transcript's lines are put in order before it is opened. MIT OR Apache-2.0.
(() => {
  'use strict';
  const TIME = /^\d+\.\d+ s  /;
  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...children);
    return element;
  };
  // `code` in a sentence.
  const prose = (text) => text.split('`').map((part, i) => (i % 2 ? make('code', {}, part) : part));

  function exercise(details, number) {
    const printed = details.querySelector('samp').textContent.trimEnd().split('\n');
    const lines = printed.map((line) => line.replace(TIME, ''));
    const times = printed.map((line) => (line.match(TIME) || [''])[0]);
    const why = JSON.parse(details.dataset.why);
    const summary = details.querySelector('summary');
    const list = make('ol', { className: 'lines', role: 'list' });
    const verdict = make('p', { className: 'verdict', role: 'status', tabIndex: -1 });
    const check = make('button', { type: 'button', className: 'check' }, 'Check');
    const label = details.parentElement.querySelector('.label').textContent.replace(/ prints?$/, '');
    const question = make('p', { className: 'label', id: `guess-${number}` },
      `In which order ${label === 'Both' ? 'do both' : `does ${label}`} print these lines?`);
    const box = make('div', { className: 'guess' }, question, list, check);
    let right = 0;
    let wrong = null;
    let held = null;

    const order = () => [...list.children];
    const texts = () => order().map((row) => row.querySelector('.text').textContent);
    const draw = () => order().forEach((row, i) => {
      row.className = row === wrong ? 'wrong' : i < right ? 'right' : '';
      row.classList.toggle('held', row === held);
      row.querySelector('.time').textContent = i < right ? times[i] : '';
      row.querySelector('.up').ariaDisabled = i === 0;
      row.querySelector('.down').ariaDisabled = i === lines.length - 1;
    });
    const say = (row) => {
      const place = order().indexOf(row) + 1;
      document.getElementById('status').textContent = `${texts()[place - 1]}: line ${place} of ${lines.length}`;
    };
    // The other rows are moved, for this one keeps the focus and the pointer only while it stays.
    const move = (row, to) => {
      const from = order().indexOf(row);
      for (let at = from; at < to && row.nextSibling; at += 1) row.before(row.nextSibling);
      for (let at = from; at > to && row.previousSibling; at -= 1) row.after(row.previousSibling);
      const now = order().indexOf(row);
      if (now !== from) {
        right = Math.min(right, from, now);
        wrong = null;
      }
      draw();
    };
    const step = (row, by) => {
      move(row, order().indexOf(row) + by);
      say(row);
    };

    const row = (text) => {
      const button = (way, sign, by) => {
        const made = make('button', { type: 'button', className: way, ariaLabel: `${text}: ${way}` }, sign);
        made.addEventListener('click', () => step(made.parentElement, by));
        return made;
      };
      const words = make('span', { className: 'words' },
        make('span', { className: 'time' }), make('span', { className: 'text' }, text));
      return make('li', {}, make('span', { className: 'grip', ariaHidden: true }), words,
        button('up', '↑', -1), button('down', '↓', 1));
    };
    details.dataset.order.split(' ').forEach((line) => list.append(row(lines[line])));

    list.addEventListener('keydown', (e) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[e.key];
      if (!by || e.altKey || e.ctrlKey || e.metaKey) return;
      e.preventDefault();
      step(e.target.closest('li'), by);
    });
    // A finger scrolls the page unless it takes a line by its grip.
    list.addEventListener('pointerdown', (e) => {
      const taken = e.target.closest(e.pointerType === 'mouse' ? 'li' : '.grip');
      if (!taken || e.button || e.target.closest('button')) return;
      e.preventDefault();
      held = taken.closest('li');
      list.setPointerCapture(e.pointerId);
      draw();
    });
    list.addEventListener('pointermove', (e) => {
      if (!held) return;
      const above = order().filter((other) => {
        const { top, bottom } = other.getBoundingClientRect();
        return other !== held && (top + bottom) / 2 < e.clientY;
      });
      if (order().indexOf(held) !== above.length) move(held, above.length);
    });
    list.addEventListener('lostpointercapture', () => {
      if (held) say(held);
      held = null;
      draw();
    });

    check.addEventListener('click', () => {
      const guess = texts();
      right = guess.findIndex((text, i) => text !== lines[i]);
      wrong = order()[right] || null;
      if (wrong) {
        const reason = why[lines.indexOf(guess[right], right)][right];
        verdict.replaceChildren(`Line ${right + 1}: `, ...prose(reason));
      } else {
        verdict.replaceChildren('Right: every line is in its place.');
        details.open = true;
        box.hidden = true;
        verdict.focus();
        details.dispatchEvent(new Event('solved'));
      }
      draw();
    });
    details.addEventListener('toggle', () => { summary.textContent = details.open ? 'What it prints' : 'Show me'; });

    list.setAttribute('aria-labelledby', question.id);
    summary.textContent = 'Show me';
    details.before(box, verdict);
    draw();
  }

  document.querySelectorAll('.predict[data-order]').forEach(exercise);
})();
