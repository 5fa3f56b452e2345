/**
 * All that the pages do by script; without it they work as well. It keeps a double click from sending a form twice (the
 * second answer would say that the link is used), shows the password, and asks `checkPassword` as one types, once the
 * fingers rest. Only the newest question's answer counts, and failures are silent: the button tells the same.
 */
export const pageScript = `
for (const form of document.forms) {
  let sent = false;
  form.addEventListener('submit', (event) => { if (sent) event.preventDefault(); sent = true; });
  addEventListener('pageshow', () => { sent = false; });
}
const field = document.getElementById('new-password');
if (field) {
  const words = JSON.parse(field.dataset.words);
  const button = document.getElementById('show-password');
  const status = document.getElementById('password-status');
  const tell = (text, kind) => { status.className = 'status ' + kind; if (status.textContent !== text) status.textContent = text; };
  const show = (shown) => { field.type = shown ? 'text' : 'password'; button.setAttribute('aria-pressed', shown); };
  button.hidden = false;
  button.addEventListener('click', () => show(field.type === 'password'));
  field.form.addEventListener('submit', () => show(false));
  const query = 'query CheckPassword($password: String!) { checkPassword(password: $password) { acceptable errors { code } } }';
  let newest = 0;
  let waiting;
  const check = async (question) => {
    try {
      const body = JSON.stringify({ query, variables: { password: field.value } });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch('graphql', { method: 'POST', credentials: 'omit', headers, body });
      const { acceptable, errors } = (await answer.json()).data.checkPassword;
      if (question !== newest) return;
      if (acceptable) tell('\\u2713 ' + words.acceptable, 'good');
      else tell(errors.map(({ code }) => words[code]).filter(Boolean).join(' '), 'bad');
    } catch { if (question === newest) tell('', ''); }
  };
  field.addEventListener('input', () => {
    document.getElementById('password-problem')?.remove();
    field.removeAttribute('aria-invalid');
    clearTimeout(waiting);
    const question = ++newest;
    if (field.value === '') tell('', ''); else waiting = setTimeout(check, 350, question);
  });
}
`;
