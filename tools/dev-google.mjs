// `npm run dev:google`: the development server beside an identity provider of its own, so that signing in with Google can
// be clicked through without an account there. Whoever types a name into the provider's page is that person.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CLIENT, startIdentityProvider } from '../tests/support/identity-provider.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const port = process.env.PORT ?? '4000';
const publicUrl = process.env.PUBLIC_URL ?? `http://localhost:${port}`;
const provider = await startIdentityProvider({
  redirectUris: [`${publicUrl}/auth/google/callback`],
  port: Number(process.env.PROVIDER_PORT ?? 4001),
});
console.log(`The provider runs at ${provider.issuer}; begin at ${publicUrl}/auth/callback`);

const server = spawn(
  process.execPath,
  ['--watch', '--watch-path=src', '--import=./tools/typescript-loader.mjs', 'src/main.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      GOOGLE_ISSUER: provider.issuer,
      GOOGLE_CLIENT_ID: CLIENT.clientId,
      GOOGLE_CLIENT_SECRET: CLIENT.clientSecret,
    },
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.once('exit', (code) => void provider.stop().then(() => process.exit(code ?? 0)));
