// A question with choices: each answers with its reason from the run. MIT OR Apache-2.0.
(() => {
  'use strict';
  // A drawing has arrows of that class too.
  document.querySelectorAll('section.ask').forEach((ask) => {
    const choices = [...ask.querySelectorAll('.choices > li')];
    const said = document.createElement('p');
    said.className = 'verdict';
    said.setAttribute('role', 'status');
    ask.querySelector('.choices').after(said);
    choices.forEach((choice) => {
      const [words, reason] = choice.children;
      const isRight = 'right' in choice.dataset;
      const button = document.createElement('button');
      button.type = 'button';
      button.append(words);
      choice.prepend(button);
      button.addEventListener('click', () => {
        choices.forEach((other) => { other.className = ''; });
        choice.className = isRight ? 'right' : 'wrong';
        said.replaceChildren(isRight ? 'Right. ' : 'No. ', ...[...reason.childNodes].map((node) => node.cloneNode(true)));
      });
    });
  });
})();
