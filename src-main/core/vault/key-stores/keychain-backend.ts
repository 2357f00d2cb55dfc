/**
 * The two native packages behind one small interface. On Linux that is @napi-rs/keyring pinned to the Secret
 * Service: left to itself it falls back to the kernel's keyring, which forgets at the next boot, and keytar
 * takes a locked keyring for an empty one. On macOS and Windows it is keytar. The two do not find each other's
 * entries on Linux. keytar's find functions are never called; on a locked keyring they crash the process.
 */
import { errorCode } from '../../lib/io-failure.ts';
import { fail, ok, type Result } from '../../lib/result.ts';

/** Texts kept under a name by the operating system. Every call may wait for a person at a prompt, and may reject. */
export interface KeychainBackend {
  get(account: string): Promise<string | null>;
  set(account: string, text: string): Promise<void>;
  delete(account: string): Promise<unknown>;
}

/** The part of @napi-rs/keyring that is used. The constructor connects, and throws where nobody answers. */
interface KeyringPackage {
  readonly AsyncEntry: new (
    service: string,
    account: string,
    options: { linux: { store: 'secret-service' } },
  ) => {
    getPassword(): Promise<string | null>;
    setPassword(text: string): Promise<void>;
    deletePassword(): Promise<boolean>;
  };
}

/** The part of keytar that is used. */
interface KeytarPackage {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, text: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** `import()`, so that a package that is not installed is found out when it is needed and not before. */
export type ImportPackage = (name: string) => Promise<unknown>;

/** Loads the package for `platform`; both are optional dependencies. */
export async function loadKeychainBackend(
  platform: NodeJS.Platform,
  service: string,
  importPackage: ImportPackage,
): Promise<Result<KeychainBackend, 'unavailable'>> {
  const name = platform === 'linux' ? '@napi-rs/keyring' : 'keytar';
  let loaded: unknown;
  try {
    loaded = commonJsExports(await importPackage(name));
  } catch (error) {
    const missing = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(errorCode(error) ?? '');
    const problem = missing ? 'is not installed' : 'could not be loaded';
    return fail('unavailable', `The package ${name}, which reaches the system keychain, ${problem}.`);
  }
  return ok(
    platform === 'linux'
      ? secretService(loaded as KeyringPackage, service)
      : keytar(loaded as KeytarPackage, service),
  );
}

function secretService({ AsyncEntry }: KeyringPackage, service: string): KeychainBackend {
  const entry = (account: string) => new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
  return {
    get: async (account) => entry(account).getPassword(),
    set: async (account, text) => entry(account).setPassword(text),
    delete: async (account) => entry(account).deletePassword(),
  };
}

function keytar(loaded: KeytarPackage, service: string): KeychainBackend {
  return {
    get: (account) => loaded.getPassword(service, account),
    set: (account, text) => loaded.setPassword(service, account, text),
    delete: (account) => loaded.deletePassword(service, account),
  };
}

/** Both packages are CommonJS; how much of one shows up as named exports is a guess of the loader's. */
function commonJsExports(namespace: unknown): unknown {
  return typeof namespace === 'object' && namespace !== null && 'default' in namespace
    ? namespace.default
    : namespace;
}
