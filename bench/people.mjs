import { emailOf, PASSWORD } from './databases.mjs';
import { DEVICE } from './load/connection.mjs';

const LOGIN = 'mutation Login($input: LoginInput!) { login(input: $input) { tokens { accessToken refreshToken } } }';

/** Signs that many people in, and returns what the load generator needs of them. */
export async function signIn(port, count, from = 1) {
  const people = [];
  for (let number = from; number < from + count; number += 1) {
    const email = emailOf(number);
    const variables = { input: { identifier: email, password: PASSWORD } };
    const { login } = await ask(port, LOGIN, variables);
    if (!login.tokens) throw new Error(`${email} could not sign in`);
    people.push({ email, password: PASSWORD, ...login.tokens });
  }
  return people;
}

export async function ask(port, query, variables = {}, accessToken) {
  const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': DEVICE,
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
