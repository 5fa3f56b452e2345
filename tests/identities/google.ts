import { ExchangeSignInCodeDocument, type ExchangeSignInCodeMutation } from '../operations/operations.js';
import { BrowserTab, type Visit } from '../support/browser-tab.js';
import { CLIENT, type RunningProvider, startIdentityProvider } from '../support/identity-provider.mjs';
import { type World, world, type WorldOptions } from '../support/world.js';

export const FRONTEND = 'https://app.example.com';
const PUBLIC_URL = 'http://localhost:4000';

const running: RunningProvider[] = [];

afterEach(async () => {
  for (const provider of running.splice(0)) await provider.stop();
});

/** A server whose Google is a provider of this machine. */
export async function worldWithGoogle(
  options: WorldOptions = {},
  { claimsInToken = true, ids = ['google'] }: { claimsInToken?: boolean; ids?: readonly string[] } = {},
): Promise<World> {
  const redirectUris = ids.map((id) => `${PUBLIC_URL}/auth/${id}/callback`);
  const provider = await startIdentityProvider({ redirectUris, claimsInToken });
  running.push(provider);
  const registered = { ...CLIENT, issuer: provider.issuer, scopes: ['openid', 'email', 'profile'] };
  return world({
    frontendUrl: FRONTEND,
    now: new Date(),
    identityProviders: ids.map((id) => ({ id, name: id === 'google' ? 'Google' : 'Acme', ...registered })),
    ...options,
  });
}

/** Signs in at the provider under a name, and returns where that led. */
export async function goesThroughGoogle(
  tab: BrowserTab,
  name: string,
  start = `${PUBLIC_URL}/auth/google`,
): Promise<Visit> {
  const page = await tab.opens(start);
  // Who has signed in there before in this browser is led straight back.
  return page.status === 200 ? tab.submits(page, { login: name, password: 'any' }) : page;
}

type Auth = ExchangeSignInCodeMutation['exchangeSignInCode'];

export async function exchanges(tab: BrowserTab, code: string, input: { codeVerifier?: string } = {}): Promise<Auth> {
  const { data, errors } = await tab.asks(ExchangeSignInCodeDocument, { input: { code, ...input } });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.exchangeSignInCode;
}

/** The whole way: to the provider, back, and the code traded. */
export async function signsInWithGoogle(here: World, name: string, tab = new BrowserTab(here)): Promise<Auth> {
  const { url } = await goesThroughGoogle(tab, name);
  const code = url.searchParams.get('code');
  if (code === null) throw new Error(`no code: ${url.href}`);
  return exchanges(tab, code);
}
