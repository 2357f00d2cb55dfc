import { Document } from 'yaml';
import { publicProxy } from '../lib/public-address.ts';
import type { AuthSource, Settings } from './settings.ts';
import { wholeDocument } from './whole-document.ts';

const HEAD = [
  'Settings of Rota, without secrets: keys and sign-ins stay in the vault.',
  'Read them in with "rota import FILE", or start with "rota start --config FILE".',
];

/** The settings as YAML that may be shown to anybody who may know the names of the accounts. */
export function exportYaml(settings: Settings): string {
  const yaml = new Document(wholeDocument(withoutSecrets(settings), sourceOf));
  const lines = [...HEAD, ...leftOut(settings).map((what) => `Left out, for it may hold a secret: ${what}.`)];
  yaml.commentBefore = lines.map((line) => ` ${line}`).join('\n');
  return yaml.toString({ lineWidth: 0 });
}

function withoutSecrets(settings: Settings): Settings {
  const { providers, oauthProviders, oauth } = settings;
  return {
    ...settings,
    providers: providers.map((entry) => ({ ...entry, proxy: publicProxy(entry.proxy), customHeaders: {} })),
    oauthProviders: oauthProviders.map((provider) => ({ ...provider, customHeaders: {} })),
    oauth: { ...oauth, proxy: publicProxy(oauth.proxy) },
  };
}

/** What of the settings the export does not hold, so that who reads it in elsewhere knows what to add. */
function leftOut({ providers, oauthProviders, oauth }: Settings): readonly string[] {
  const headers = [...providers, ...oauthProviders]
    .filter(({ customHeaders }) => Object.keys(customHeaders).length > 0)
    .map(({ name }) => `custom_headers of ${name}`);
  const passwords = [...providers, { name: 'settings.oauth', proxy: oauth.proxy }]
    .filter(({ proxy }) => proxy !== publicProxy(proxy))
    .map(({ name }) => `user name and password of the proxy of ${name}`);
  return [...headers, ...passwords];
}

/** Where the secret is; one that stands in a file in clear counts as kept in the vault. */
function sourceOf(auth: AuthSource): string {
  if (auth.kind === 'env') return `env:${auth.name}`;
  return auth.kind === 'oauth' ? 'oauth' : 'vault';
}
