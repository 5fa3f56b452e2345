// What a client asks. Each makes a function that gives the next request of one connection, and how to tell that its
// answer is the right one: an error that is quick must not count as speed.
const ME = '{ me { id email roles { name } } }';
const LOGIN = 'mutation Login($input: LoginInput!) { login(input: $input) { user { id } tokens { accessToken } } }';
const REFRESH =
  'mutation Refresh($input: RefreshInput!) { refresh(input: $input) { tokens { accessToken refreshToken } } }';
const REGISTER = 'mutation Register($input: RegisterInput!) { register(input: $input) { errors { code } } }';

/** `subjects` are spread over the connections, so that no two connections share one. */
function ownOf({ subjects, place, connections }) {
  const own = subjects.filter((_subject, index) => index % connections === place);
  let turn = -1;
  return () => {
    turn = (turn + 1) % own.length;
    return { turn, subject: own[turn] };
  };
}

const query = (text, isRight) => (context) => {
  const next = ownOf(context);
  const ready = new Map();
  const check = (body) => !body.startsWith('{"errors"') && isRight.test(body);
  return () => {
    const { subject } = next();
    let bytes = ready.get(subject.accessToken);
    if (!bytes)
      ready.set(subject.accessToken, (bytes = context.request(context.port, { query: text }, subject.accessToken)));
    return { bytes, check };
  };
};

export const operations = {
  me: query(ME, /"me":\{"id":"[^"]+","email":"[^"]+","roles":\[\{/),
  usersKeyset: query('{ adminUsers(first: 50) { nodes { id email name createdAt } } }', /"adminUsers":\{"nodes":\[\{/),
  usersKeysetCounted: query(
    '{ adminUsers(first: 50) { totalCount nodes { id email name createdAt } } }',
    /"totalCount":\d+,"nodes":\[\{/,
  ),
  usersOffset: query(
    '{ adminUsers(limit: 50, offset: 0) { nodes { id email name createdAt } } }',
    /"adminUsers":\{"nodes":\[\{/,
  ),
  usersOffsetCounted: query(
    '{ adminUsers(limit: 50, offset: 0) { totalCount nodes { id email name createdAt } } }',
    /"totalCount":\d+,"nodes":\[\{/,
  ),
  /** The next page of where `after` left off, given by the bench with the subjects. */
  usersDeep: (context) =>
    query(
      `{ adminUsers(first: 50, after: ${JSON.stringify(context.subjects[0].after)}) { nodes { id email name createdAt } } }`,
      /"adminUsers":\{"nodes":\[\{/,
    )(context),
  usersSearch: (context) =>
    query(
      `{ adminUsers(first: 50, filter: { search: ${JSON.stringify(context.subjects[0].search)} }) { nodes { id email } } }`,
      /"adminUsers":\{"nodes":\[\{/,
    )(context),

  login(context) {
    const next = ownOf(context);
    const check = (body) => /"accessToken":"eyJ/.test(body);
    return () => {
      const { email, password } = next().subject;
      const variables = { input: { identifier: email, password } };
      return { bytes: context.request(context.port, { query: LOGIN, variables }), check };
    };
  },

  refresh(context) {
    const next = ownOf(context);
    const tokens = new Map();
    return () => {
      const { turn, subject } = next();
      const refreshToken = tokens.get(turn) ?? subject.refreshToken;
      const check = (body) => {
        const successor = /"refreshToken":"([\w-]{43,})"/.exec(body)?.[1];
        tokens.set(turn, successor);
        return successor !== undefined;
      };
      const variables = { input: { refreshToken } };
      return { bytes: context.request(context.port, { query: REFRESH, variables }), check };
    };
  },

  register(context) {
    const check = (body) => body.includes('"errors":[]');
    let count = 0;
    return () => {
      count += 1;
      const email = `newcomer-${context.subjects[0].round}-${context.place}-${count}@example.com`;
      const variables = { input: { email, password: 'a long enough passphrase' } };
      return { bytes: context.request(context.port, { query: REGISTER, variables }), check };
    };
  },
};
